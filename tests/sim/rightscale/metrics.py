"""Apache's own figures, sampled as collectd does: every 20 s of the platform's time
(faster here), the bare word NaN where a sample is missing."""
import threading
import time
import urllib.error
import urllib.request

STATES = {'_': 'waiting', 'S': 'starting', 'R': 'reading', 'W': 'sending', 'K': 'keepalive',
          'D': 'dnslookup', 'C': 'closing', 'L': 'logging', 'G': 'finishing',
          'I': 'idle_cleanup', '.': 'open'}


class Metrics:
    def __init__(self, account, lock, every):
        self.account, self.lock, self.every = account, lock, every
        self.samples = {}           # (instance id, view) -> [(time, value)]
        threading.Thread(target=self._sample, daemon=True).start()

    def _sample(self):
        while True:
            time.sleep(self.every)
            with self.lock:
                chosen = [i for i in self.account.instances()
                          if i.state == 'operational' and i.port]
            for instance in chosen:
                self._one(instance)

    def _one(self, instance):
        url = f'http://{instance.private[0]}:{instance.port}/server-status?auto' \
            if instance.private else None
        counts = None
        try:
            with urllib.request.urlopen(url, timeout=2) as reply:
                text = reply.read(65536).decode('latin-1')
            board = next((l.split(': ', 1)[1] for l in text.split('\n')
                          if l.startswith('Scoreboard: ')), '')
            counts = {name: board.count(sign) for sign, name in STATES.items()}
        except (OSError, ValueError, AttributeError):
            pass
        now = time.time()
        for name in STATES.values():
            key = (instance.id, f'apache_scoreboard-{name}')
            value = float('nan') if counts is None else float(counts[name])
            self.samples.setdefault(key, []).append((now, value))
            del self.samples[key][:-2000]

    def points(self, instance, view, start, end):
        now = time.time()
        found = [v for t, v in self.samples.get((instance.id, view), [])
                 if now - start <= t <= now - end]
        # The sample that is being taken has no value yet.
        return found + [float('nan')]
