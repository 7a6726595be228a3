"""Serves ministack on a free loopback port, printed as the first line; ends when standard input closes."""

import asyncio
import os
import socket
import sys
import threading

listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listening.bind(("127.0.0.1", 0))
listening.listen(128)
port = listening.getsockname()[1]

# Read when the application is imported. An account or an endpoint of the
# surrounding shell must not reach it, nor may it be reached from outside.
for name in [name for name in os.environ if name.startswith(("AWS_", "MINISTACK_"))]:
    del os.environ[name]
os.environ.update(
    BIND_HOST="127.0.0.1", GATEWAY_PORT=str(port), LOG_LEVEL="ERROR", PERSIST_STATE="0"
)

from hypercorn.asyncio import serve  # noqa: E402
from hypercorn.config import Config  # noqa: E402
from ministack.app import app  # noqa: E402


def until_closed():
    sys.stdin.read()
    os._exit(0)


threading.Thread(target=until_closed, daemon=True).start()
config = Config()
config.bind = [f"fd://{listening.fileno()}"]
config.keep_alive_timeout = 75
config.loglevel = "ERROR"
print(port, flush=True)
asyncio.run(serve(app, config))
