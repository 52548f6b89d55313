// The WebSocket server of npm's ws: says its port, and serves until it is ended. See weft.bench.web.Servers.
import { createRequire } from "node:module";
import { resolve } from "node:path";

const { WebSocketServer } = createRequire(resolve("target/bench/node/package.json"))("ws");
const members = new Set();

function message() {
  const bytes = Buffer.alloc(100);
  bytes.writeBigInt64BE(process.hrtime.bigint());
  return bytes;
}

const server = new WebSocketServer({ host: "127.0.0.1", port: 0, perMessageDeflate: false });
server.on("listening", () => console.log(server.address().port));
server.on("connection", (socket, request) => {
  if (request.url === "/member") {
    members.add(socket);
    socket.on("close", () => members.delete(socket));
  } else if (request.url === "/control") {
    socket.on("message", () => {
      const bytes = message();
      for (const member of members) member.send(bytes, { binary: true });
    });
  } else {
    socket.on("message", (data, binary) => socket.send(data, { binary }));
  }
});
