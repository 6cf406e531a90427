"""The simulator's own record of what really happened, one JSON line each.

Tests and others read it: what was asked (request), what was refused (refused), and
what took effect (effect).  Secrets do not get into it.
"""
import json
import threading
import time


class Effects:
    def __init__(self, path):
        self._file = open(path, 'a', buffering=1, encoding='utf-8')
        self._lock = threading.Lock()
        self._n = 0

    def _write(self, record):
        with self._lock:
            self._n += 1
            record = {'n': self._n, 'time': round(time.time(), 3), **record}
            self._file.write(json.dumps(record) + '\n')

    def request(self, method, path, status, fault=None):
        record = {'kind': 'request', 'method': method, 'path': path, 'status': status}
        if fault:
            record['fault'] = fault
        self._write(record)

    def refused(self, method, path, status, why):
        self._write({'kind': 'refused', 'method': method, 'path': path,
                     'status': status, 'why': why[:200]})

    def effect(self, what, **about):
        self._write({'kind': 'effect', 'what': what, **about})
