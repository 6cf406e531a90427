"""What goes wrong on request.

A fault is {"match": "POST /api/servers/\\d+/launch", "do": KIND, ...}; match is a
regular expression for "METHOD PATH".  "times" says how often (1), "after" how many
matching requests pass before, "each" that it is so often for each different path.
KIND is one of

  refuse     the connection ends before anything was done
  down       the same, and for "seconds" nobody listens: connections are refused
  late       it is done, and answered with "code" (502) all the same
  lost       it is done, and the connection ends without an answer
  half       it is done, and half of the body comes
  huge       it is done, and "mb" of blanks come before the body
  status     nothing is done; answered with "code" and "text"
  throttle   nothing is done; 429 with Retry-After: "seconds"
  slow       answered after "seconds"
  stale      the answer that this request had the last time
  redirect   301 to "location" (of the same path)
  expire     the session is over: 403 in words, 401 for a bearer
  rotate     it is done, and the session has another name from then on

Faults of scripts and machines stand in "script": {"recipe": R, "do": fail | abort |
lose | hang | forbid (the health check file)} and "boot": {"server": NAME, "do":
strand | half-tagged | hang (it boots for ever)}.
"""
import re
import threading


class Faults:
    KINDS = ('refuse', 'down', 'late', 'lost', 'half', 'huge', 'status', 'throttle', 'slow',
             'stale', 'redirect', 'expire', 'rotate')

    def __init__(self):
        self._lock = threading.Lock()
        self._requests, self._scripts, self._boots = [], [], []

    def add(self, fault):
        if 'script' in fault:
            self._scripts.append({'times': 1, **fault['script']})
        elif 'boot' in fault:
            self._boots.append({'times': 1, **fault['boot']})
        else:
            if fault.get('do') not in self.KINDS:
                raise ValueError(f'no fault "{fault.get("do")}"')
            re.compile(fault['match'])
            self._requests.append({'times': 1, 'after': 0, **fault, 'left': {}})

    def clear(self):
        with self._lock:
            self._requests, self._scripts, self._boots = [], [], []

    def of_request(self, method, path):
        with self._lock:
            for fault in self._requests:
                if not re.fullmatch(fault['match'], f'{method} {path}'):
                    continue
                left = fault['left'].setdefault(path if fault.get('each') else '',
                                                [fault['after'], fault['times']])
                if left[0] > 0:
                    left[0] -= 1
                elif left[1] > 0:
                    left[1] -= 1
                    return fault
        return None

    def _take(self, faults, key, value):
        with self._lock:
            for fault in faults:
                if fault.get(key) == value and fault['times'] > 0:
                    fault['times'] -= 1
                    return fault['do']
        return None

    def of_script(self, recipe):
        return self._take(self._scripts, 'recipe', recipe)

    def boots_wrong(self, server, how):
        return self._take([f for f in self._boots if f['do'] == how], 'server',
                          server) is not None
