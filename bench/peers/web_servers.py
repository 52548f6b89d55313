"""Servers that are measured: web_servers.py websockets|aiohttp|fastapi says its port, and serves until it is ended.

What they have stands in weft.bench.web.Servers.
"""

import asyncio
import socket
import sys
import time

import uvloop


def listening():
    sock = socket.create_server(("127.0.0.1", 0), backlog=1024)
    print(sock.getsockname()[1], flush=True)
    return sock


def message():
    return time.clock_gettime_ns(time.CLOCK_MONOTONIC).to_bytes(8, "big") + bytes(92)


async def websockets_server():
    import websockets

    members = set()

    async def accept(sock):
        path = getattr(sock, "path", None) or sock.request.path
        if path == "/member":
            members.add(sock)
            try:
                await sock.wait_closed()
            finally:
                members.discard(sock)
        elif path == "/control":
            async for _ in sock:
                websockets.broadcast(members, message())
        else:
            async for text in sock:
                await sock.send(text)

    async with websockets.serve(accept, sock=listening(), compression=None, ping_interval=None):
        await asyncio.Future()


async def aiohttp_server():
    from aiohttp import web

    async def hello(_):
        return web.json_response({"message": "hello"})

    async def item(request):
        body = await request.json()
        return web.json_response({"name": body["name"], "count": int(body["count"])})

    app = web.Application()
    app.router.add_get("/json", hello)
    app.router.add_post("/item", item)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.SockSite(runner, listening()).start()
    await asyncio.Future()


async def fastapi_server():
    import uvicorn
    from fastapi import FastAPI
    from pydantic import BaseModel

    class Item(BaseModel):
        name: str
        count: int

    app = FastAPI()

    @app.get("/json")
    async def hello():
        return {"message": "hello"}

    @app.post("/item")
    async def item(it: Item):
        return it

    config = uvicorn.Config(app, loop="uvloop", log_level="warning", access_log=False)
    await uvicorn.Server(config).serve(sockets=[listening()])


uvloop.install()
asyncio.run(globals()[sys.argv[1] + "_server"]())
