import { createServer, connect, type Socket } from 'node:net';

/** A network between browser and coordinator that a story can break, as a real one breaks: connections die. */
export async function link(to: string): Promise<{ url: string; cut: () => void; mend: () => void; close: () => void }> {
  const target = new URL(to);
  const sockets = new Set<Socket>();
  let whole = true;
  const server = createServer((near) => {
    if (!whole) {
      near.destroy();
      return;
    }
    const far = connect(Number(target.port), target.hostname);
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const cut = () => {
    whole = false;
    sockets.forEach((socket) => socket.destroy());
  };
  return {
    url: `http://127.0.0.1:${port}`,
    cut,
    mend: () => {
      whole = true;
    },
    close: () => {
      cut();
      server.close();
    },
  };
}
