# SPDX-License-Identifier: Apache-2.0
"""A mosquitto of a test's own: on free ports of the loopback, stopped and started again at will.

    with Broker(directory) as server:           # server.port lets everybody in
        server.stop(); server.start()           # the same port

A program whose broker is part of it gets one at an address of the loopback that is its own, at port 1883:
Broker(directory, address="127.12.34.56"). Nothing is kept over a stop unless `keeps` is true. What the broker says is in directory/mosquitto.log.
"""

import os
import socket
import subprocess
import time
from pathlib import Path

PATH = os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin"  # Debian's broker is no user's program


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


class Broker:
    def __init__(self, directory, address=None, user=None, keeps=False):
        """`user`: (name, password) of a second port, closed_port, which lets in nobody else."""
        self.directory = Path(directory)
        self.address = address or "127.0.0.1"
        self.port = 1883 if address else free_port()
        self.process = None
        lines = ["per_listener_settings true", f"listener {self.port} {self.address}", "allow_anonymous true",
                 f"persistence {'true' if keeps else 'false'}", f"persistence_location {self.directory}/",
                 "max_queued_messages 0"]
        if user is not None:
            self.closed_port = free_port()
            passwords = self.directory / "passwords"
            passwords.touch(mode=0o600)
            subprocess.run(["mosquitto_passwd", "-b", passwords, *user], check=True, stdout=subprocess.DEVNULL)
            lines += [f"listener {self.closed_port} 127.0.0.1", "allow_anonymous false", f"password_file {passwords}"]
        if os.getuid() == 0:
            lines.append("user root")  # else it becomes a user that cannot read this directory
        self.configuration = self.directory / "mosquitto.conf"
        self.configuration.write_text("\n".join(lines) + "\n")

    def start(self):
        log = (self.directory / "mosquitto.log").open("ab")
        self.process = subprocess.Popen(["mosquitto", "-c", self.configuration], stdin=subprocess.DEVNULL,
                                        stdout=log, stderr=log, env={**os.environ, "PATH": PATH})
        log.close()
        for _ in range(200):
            if self.process.poll() is not None:
                break
            try:
                socket.create_connection((self.address, self.port)).close()
                return
            except ConnectionRefusedError:
                time.sleep(0.02)
        raise RuntimeError("mosquitto does not start: " + (self.directory / "mosquitto.log").read_text())

    def stop(self):
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=10)
            self.process = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *unused):
        self.stop()
