"""The cloud behind the cloud: a supervisor that starts real servers.

One question a connection, one line each way; see cutover-cloud(5).
"""
import json
import socket


class LocalError(Exception):
    """The supervisor refused; its sentence."""


class Local:
    def __init__(self, path):
        self.path = path

    def ask(self, verb, **members):
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as sock:
            sock.settimeout(10)
            sock.connect(self.path)
            sock.sendall(json.dumps({'verb': verb, **members}).encode() + b'\n')
            data = b''
            while not data.endswith(b'\n'):
                part = sock.recv(65536)
                if not part:
                    break
                data += part
        answer = json.loads(data)
        if not answer.get('ok'):
            raise LocalError(answer.get('error', 'refused'))
        return answer
