// A chain of steps that do nothing in Restate, as 'bench engine' has it for Rekindle: a server of its own on disk,
// and the steps in this process, which the server calls over HTTP/2.
//
// Arguments: steps, workflows one after the other, workflows at once. Everything stays on loopback.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import http2 from "node:http2";
import { createRequire } from "node:module";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import * as restate from "@restatedev/restate-sdk";

// The SDK counts on it; node has it since 22.
Promise.withResolvers ??= () => {
  const parts = {};
  parts.promise = new Promise((resolve, reject) => Object.assign(parts, { resolve, reject }));
  return parts;
};

const [steps, alone, atOnce] = process.argv.slice(2).map(Number);
const folder = mkdtempSync(path.join(tmpdir(), "rekindle-restate-"));

const chain = restate.service({
  name: "chain",
  handlers: {
    run: async (ctx, count) => {
      const ended = [];
      for (let i = 0; i < count; i++) {
        await ctx.run(`step-${i}`, () => "nothing");
        ended.push(performance.now());
      }
      return ended;
    },
  },
});

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.on("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

function program() {
  const require = createRequire(import.meta.url);
  const platform = `@restatedev/restate-server-${process.platform}-${process.arch}`;
  return path.join(path.dirname(require.resolve(`${platform}/package.json`)), "bin", "restate-server");
}

async function until(what, attempt) {
  for (let i = 0; i < 600; i++) {
    if (await attempt().catch(() => false)) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${what} was not ready within a minute`);
}

const [ingress, admin, node, service] = [await freePort(), await freePort(), await freePort(), await freePort()];
const server = spawn(program(), ["--base-dir", folder], {
  stdio: ["ignore", "ignore", "inherit"],
  env: {
    PATH: process.env.PATH,
    RESTATE_LOG_FILTER: "error",
    RESTATE_DISABLE_TELEMETRY: "true",
    DO_NOT_TRACK: "1",
    RESTATE_NODE_NAME: "bench",
    RESTATE_LISTEN_MODE: "tcp",
    RESTATE_BIND_ADDRESS: `127.0.0.1:${node}`,
    RESTATE_ADVERTISED_ADDRESS: `http://127.0.0.1:${node}`,
    RESTATE_INGRESS__BIND_ADDRESS: `127.0.0.1:${ingress}`,
    RESTATE_ADMIN__BIND_ADDRESS: `127.0.0.1:${admin}`,
  },
});
process.on("exit", () => {
  server.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

http2.createServer(restate.endpoint().setLogger(() => {}).bind(chain).http2Handler()).listen(service, "127.0.0.1");

async function post(port, where, body) {
  const answer = await fetch(`http://127.0.0.1:${port}${where}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) {
    throw new Error(`${where} answered ${answer.status}: ${await answer.text()}`);
  }
  return answer.json();
}

await until("Restate", () => post(admin, "/deployments", { uri: `http://127.0.0.1:${service}` }));
await until("its ingress", () => post(ingress, "/chain/run", 1));

for (let i = 0; i < 10; i++) {
  await post(ingress, "/chain/run", steps);
}
const millis = [];
for (let i = 0; i < alone; i++) {
  const ended = await post(ingress, "/chain/run", steps);
  for (let n = 1; n < steps; n++) {
    millis.push(ended[n] - ended[n - 1]);
  }
}
millis.sort((a, b) => a - b);
const began = performance.now();
await Promise.all(Array.from({ length: atOnce }, () => post(ingress, "/chain/run", steps)));
const seconds = (performance.now() - began) / 1000;
const quantile = (q) => millis[Math.min(millis.length - 1, Math.floor(millis.length * q))].toFixed(2);
console.log(
  `PEER name=restate p50_ms=${quantile(0.5)} p99_ms=${quantile(0.99)} per_second=${Math.round((atOnce * steps) / seconds)}`,
);
server.once("exit", () => process.exit(0));
server.kill("SIGTERM");
