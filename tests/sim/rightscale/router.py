"""A request as handlers see it, and which of them it goes to.

Strict: a parameter that a call does not know is refused, as is one that is no text.
"""
import re

from answers import Refused
from params import BadRequest


class Request:
    def __init__(self, method, path, tree, headers, cookies, fmt):
        self.method, self.path, self.tree = method, path, tree
        self.headers, self.cookies, self.fmt = headers, cookies, fmt
        self.email = 'ops@example.com'

    def get(self, name, default=None):
        return self.tree.get(name, default)

    def without(self, *names):
        tree = {k: v for k, v in self.tree.items() if k not in names}
        return Request(self.method, self.path, tree, self.headers, self.cookies, self.fmt)

    def need(self, *names):
        """server, name -> server[name]"""
        value, path = self.tree, names[0] + ''.join(f'[{n}]' for n in names[1:])
        for name in names:
            value = value.get(name) if isinstance(value, dict) else None
        if value is None or value == '':
            raise BadRequest(f"Required parameter '{path}' is missing")
        return value


# Lists of more than text; what the handler looks into by itself.
GROUPS = ('inputs', 'schedule', 'datacenter_policy')


def _flat(tree, prefix=''):
    for key, value in tree.items():
        name = f'{prefix}[{key}]' if prefix else key
        if key == 'inputs':
            yield name, []
        elif isinstance(value, dict):
            yield from _flat(value, name)
        elif isinstance(value, list):
            yield name + '[]', [] if key in GROUPS else value
        else:
            yield name, [value]


class Router:
    def __init__(self):
        self.routes = []

    def add(self, methods, pattern, handler, allowed=(), auth=True):
        regex = re.compile(re.sub(r':\w+', r'([A-Za-z0-9_.:-]+)', pattern))
        for method in methods.split('|'):
            self.routes.append((method, regex, handler, set(allowed), auth))

    def find(self, method, path):
        method = 'GET' if method == 'HEAD' else method
        others = False
        for route in self.routes:
            match = route[1].fullmatch(path)
            if match is None:
                continue
            if route[0] == method:
                return route, match.groups()
            others = True
        raise Refused(405 if others else 404,
                      'Method not allowed ' if others else f'No route matches {path} ')

    @staticmethod
    def check(tree, allowed):
        within = tuple(name[:-1] + '[' for name in allowed if name.endswith('*'))
        for name, values in _flat(tree):
            if name not in allowed and not name.startswith(within):
                raise BadRequest(f"Unknown parameter '{name}'")
            if not all(isinstance(value, str) for value in values):
                raise BadRequest(f"Parameter '{name}' is not text")
