import { pino, type DestinationStream, type Logger } from 'pino';

const secretNames = [
  'authorization',
  'cookie',
  'password',
  'new_password',
  'current_password',
  'ticket',
  'token',
  'jwt',
  'secret_key',
  'secretKey',
  'signing_key',
  'private_key_pem',
  'totp_secret',
];

/** The sandbox's log: JSON lines on stdout, with everything secret left out at any depth that is logged. */
export function sandboxLog(destination?: DestinationStream): Logger {
  const options = {
    name: 'sandbox',
    level: 'info',
    redact: {
      paths: secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
      censor: '[redacted]',
    },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}
