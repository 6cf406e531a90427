"""What the cookbooks do on a load balancer: a file for each attached server, the
configuration made of them, a reload after each change, and a cron that attaches
all who carry the tag.

HAProxy is a real one; it is reloaded through its master socket.  Its servers are
named by UUID, and their cookie is that name.

The real cookbooks drop the packets of visitors while HAProxy is reloaded: nobody is
answered by the new worker first and by the old one then, which does not know the
servers that came with the new.  Here a reload has not happened before the same is true.
"""
import csv
import os
import re
import socket
import subprocess
import threading
import time

LINE = re.compile(r'^\s*server\s')
COOKIE = re.compile(r'^\s*(cookie|dynamic-cookie-key|balance)\s')
WORKER = re.compile(r'^(\d+)\s+worker\s', re.MULTILINE)
RELOAD_S = 30


class Balancer:
    """One load balancer: instance is its RightScale side."""

    def __init__(self, name, directory, instance, pool, effects):
        self.name, self.instance, self.pool = name, instance, pool
        self.effects = effects
        self.cfg = os.path.join(directory, f'{name}.cfg')
        self.master = os.path.join(directory, f'{name}.master')
        self.files = os.path.join(directory, f'{name}.d', pool)
        self.away = {}              # uuid -> cron runs without the tag
        self.lock = threading.Lock()
        os.makedirs(self.files, exist_ok=True)
        with open(self.cfg, encoding='utf-8') as cfg:
            lines = cfg.read().split('\n')
        self.head = [l for l in lines if not LINE.match(l) and not COOKIE.match(l)]

    def attached(self):
        return set(os.listdir(self.files))

    def _line(self, uuid):
        with open(os.path.join(self.files, uuid), encoding='utf-8') as file:
            return file.read().rstrip('\n')

    def rebuild(self):
        """Writes the configuration and reloads; refused ones change nothing."""
        text = []
        for line in self.head:
            text.append(line)
            if re.match(r'^\s*backend\s', line):
                text.append('\tbalance roundrobin')
                text.append('\tcookie SERVERID insert indirect nocache')
        while text and text[-1] == '':
            text.pop()
        text.append('\tserver disabled-server 127.0.0.1:1 disabled')
        text += [self._line(uuid) for uuid in sorted(self.attached())]
        new = self.cfg + '.new'
        with open(new, 'w', encoding='utf-8') as file:
            file.write('\n'.join(text) + '\n')
        check = subprocess.run(['haproxy', '-c', '-q', '-f', new], capture_output=True,
                               text=True, timeout=30, check=False)
        if check.returncode != 0:
            self.effects.effect('reload-refused', lb=self.name, why=check.stderr[-200:])
            return False
        os.replace(new, self.cfg)
        self.reload()
        return True

    def _ask(self, line):
        """What the master answers; nothing while it begins anew."""
        answer = b''
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as sock:
            sock.settimeout(10)
            try:
                sock.connect(self.master)
                sock.sendall(line.encode() + b'\n')
                sock.shutdown(socket.SHUT_WR)
                while more := sock.recv(4096):
                    answer += more
            except OSError:
                return ''
        return answer.decode()

    def _workers(self):
        """(those who serve, those who are leaving), by their pids."""
        shown = self._ask('show proc').partition('# old workers')
        return tuple(set(WORKER.findall(part)) for part in (shown[0], shown[2]))

    def statistics(self):
        """HAProxy's rows of this pool, by server; BACKEND is all of them."""
        serving, _ = self._workers()
        text = self._ask(f'@!{next(iter(serving))} show stat') if serving else ''
        rows = list(csv.DictReader(text.lstrip('# ').splitlines()))
        pools = {r['pxname'] for r in rows if r['svname'] in self.attached()}
        return {r['svname']: r for r in rows if r['pxname'] in pools}

    def _has_changed(self, before):
        """Another worker serves, and the ones before take nobody any more."""
        serving, leaving = self._workers()
        return serving and not serving & before and all(
            'Stopping: 0' not in self._ask(f'@!{pid} show info') for pid in leaving)

    def reload(self):
        before, _ = self._workers()
        self._ask('reload')
        end = time.time() + RELOAD_S
        while not self._has_changed(before):
            if time.time() > end:
                self.effects.effect('reload-failed', lb=self.name)
                return
            time.sleep(0.02)
        self.effects.effect('reload', lb=self.name)

    def write(self, uuid, address):
        path = os.path.join(self.files, uuid)
        with open(path, 'w', encoding='utf-8') as file:
            file.write(f'\tserver {uuid} {address} cookie {uuid} check inter 500 '
                       'rise 2 fall 3 maxconn 500\n')

    def attach(self, uuid, address, afresh=False):
        """True when something changed.  Only who is asked for this very server writes
        its file afresh; the run for all adds those that are missing."""
        with self.lock:
            if uuid in self.attached() and not (
                    afresh and f' {address} ' not in self._line(uuid)):
                return False
            self.write(uuid, address)
            self.effects.effect('attach', lb=self.name, uuid=uuid, address=address)
            return self.rebuild()

    def detach(self, uuid):
        with self.lock:
            if uuid not in self.attached():
                return False
            os.unlink(os.path.join(self.files, uuid))
            self.effects.effect('detach', lb=self.name, uuid=uuid)
            return self.rebuild()

    def attach_all(self, tagged, patience=60):
        """Those with the tag come, those without go at their third run.

        tagged() -> [(uuid, address)]; a None in a pair is a server that has the tag
        and not yet the rest: the recipe waits for it, then fails for all.
        """
        end = time.time() + patience
        members = tagged()
        while any(None in pair for pair in members):
            if time.time() > end:
                return False
            time.sleep(0.2)
            members = tagged()
        there = {uuid for uuid, _ in members}
        for uuid, address in members:
            self.away.pop(uuid, None)
            self.attach(uuid, address)
        for uuid in self.attached() - there:
            self.away[uuid] = self.away.get(uuid, 0) + 1
            if self.away[uuid] >= 3:
                self.away.pop(uuid)
                self.detach(uuid)
        return True
