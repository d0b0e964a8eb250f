import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Core } from './core.ts';
import { notFound } from './errors.ts';
import { fullName } from './logic/people.ts';
import { drawPicture } from './shapes/picture.ts';

/** Pictures of people and organizations: as uploaded, or drawn. Nothing comes from another host. */
export function addPictures(app: FastifyInstance, core: Core): void {
  const send = (reply: FastifyReply, type: string, picture: string | Buffer): FastifyReply =>
    reply
      .header('content-type', type)
      .header('content-security-policy', "default-src 'none'")
      .header('cross-origin-resource-policy', 'cross-origin')
      // Clerk's components ask for some pictures with `crossorigin`.
      .header('access-control-allow-origin', '*')
      .header('cache-control', 'public, max-age=300')
      .send(picture);
  app.get<{ Params: { file: string } }>('/pictures/:file', (request, reply) => {
    const { file } = request.params;
    const id = file.split('.')[0] ?? '';
    const { user, organization, picture } = core.state.tables;
    if (!file.endsWith('.svg')) {
      const uploaded = picture.get(id);
      if (uploaded === undefined) throw notFound('Picture');
      return send(reply, uploaded.type, Buffer.from(uploaded.data, 'base64'));
    }
    const person = user.get(id);
    const name = person === undefined ? organization.get(id)?.name : fullName(person);
    return send(reply, 'image/svg+xml', drawPicture(id, name ?? core.state.instance.name));
  });
}
