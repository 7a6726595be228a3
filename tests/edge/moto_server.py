"""Serves moto on a free loopback port, printed as the first line; ends when standard input closes."""

import logging
import os
import sys

from moto.server import ThreadedMotoServer

logging.getLogger("werkzeug").setLevel(logging.ERROR)
# One account for all would undo the separation of tests.
os.environ.pop("MOTO_ACCOUNT_ID", None)
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
print(server.get_host_and_port()[1], flush=True)
sys.stdin.read()
os._exit(0)
