"""The wire: one request in, one answer out, as the platform words them.

Strict where the real one is: the version header, methods, formats, parameters that a
call does not know.  What is refused is recorded.
"""
import json
import re
import time
from http.cookies import CookieError, SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import params
from params import BadRequest

TEXT = 'text/html; charset=utf-8'


class Refused(Exception):
    """Answered with this status and text."""

    def __init__(self, status, text):
        super().__init__(text)
        self.status, self.text = status, text


def not_found(what):
    return Refused(422, f"ResourceNotFound: Couldn't find {what} ")


def not_allowed(why):
    return Refused(422, f'ActionNotAllowed: {why} ')


def invalid(*pairs):
    return Refused(422, json.dumps([list(pair) for pair in pairs]))


class Answer:
    """status, body (text, list or dict) and what kind of resource it is."""

    def __init__(self, status, body=None, kind=None, location=None, content_type=None):
        self.status, self.body, self.kind = status, body, kind
        self.location, self.content_type = location, content_type
        self.cookies = []

    def wire(self):
        headers = []
        if self.location:
            headers.append(('Location', self.location))
        if self.status == 204:
            return headers, b''
        if self.status in (201, 202):
            return headers + [('Content-Type', TEXT)], b' '
        if isinstance(self.body, str):
            return headers + [('Content-Type', self.content_type or TEXT)], self.body.encode()
        kind = self.content_type or f'application/vnd.rightscale.{self.kind}+json'
        if isinstance(self.body, list) and not self.content_type:
            kind += ';type=collection'
        # allow_nan: the platform writes the bare word NaN into its figures.
        return headers + [('Content-Type', f'{kind};charset=utf-8')], \
            json.dumps(self.body).encode()


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


def _flat(tree, prefix=''):
    for key, value in tree.items():
        name = f'{prefix}[{key}]' if prefix else key
        if key == 'inputs':
            yield name, value
        elif isinstance(value, dict):
            yield from _flat(value, name)
        elif isinstance(value, list):
            yield name + '[]', value
        else:
            yield name, value


class Router:
    def __init__(self):
        self.routes = []

    def add(self, methods, pattern, handler, allowed=(), auth=True):
        regex = re.compile(re.sub(r':\w+', r'([A-Za-z0-9_.:-]+)', pattern))
        for method in methods.split('|'):
            self.routes.append((method, regex, handler, set(allowed), auth))

    def find(self, method, path):
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
        for name, _ in _flat(tree):
            if name not in allowed:
                raise BadRequest(f"Unknown parameter '{name}'")


class Handler(BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    timeout = 120
    sim = None                      # set by serve()

    def log_message(self, format, *args):
        pass

    def _method(self):
        self.sim_request(self.command)
    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = do_HEAD = _method

    # -- reading -----------------------------------------------------------

    def _body(self):
        if self.headers.get('Transfer-Encoding'):
            raise BadRequest('chunked bodies are not taken')
        length = int(self.headers.get('Content-Length') or 0)
        if length < 0 or length > params.MAX_BODY:
            self.close_connection = True
            raise Refused(413, 'Request body is too large ')
        return self.rfile.read(length)

    def _cookies(self):
        jar = SimpleCookie()
        try:
            jar.load(self.headers.get('Cookie', ''))
        except CookieError:
            return {}
        return {name: morsel.value for name, morsel in jar.items()}

    def _request(self, method, body):
        parts = urlsplit(self.path)
        path, fmt = parts.path, 'json'
        match = re.fullmatch(r'(.*)\.(json|xml)', path)
        if match:
            path, fmt = match.groups()
        elif 'xml' in self.headers.get('Accept', ''):
            fmt = 'xml'
        path = path.rstrip('/')
        try:
            tree = params.merge(parts.query, self.headers.get('Content-Type', ''), body)
        except UnicodeDecodeError:
            raise BadRequest('the body is not UTF-8') from None
        return Request(method, path, tree, self.headers, self._cookies(), fmt)

    # -- answering ---------------------------------------------------------

    def sim_request(self, method):
        started = time.time()
        sim, fault = self.sim, None
        path = urlsplit(self.path).path
        try:
            body = self._body()
            fault = sim.faults.of_request(method, path)
            if fault and self._before(fault):
                sim.effects.request(method, path, 0, fault['do'])
                return
            answer = self._stale(fault, method) or self._answer(method, body)
            if fault and fault['do'] == 'rotate':
                answer.cookies = sim.auth.rotate(self._cookies())
        except BadRequest as error:
            answer = Answer(400, f'{error} ')
        except Refused as error:
            answer = Answer(error.status, error.text)
        except Exception as error:      # a fault of ours: seen, and never silent
            sim.effects.refused(method, path, 500, f'{type(error).__name__}: {error}')
            answer = Answer(500, 'Internal error ')
        if answer.status >= 400:
            sim.effects.refused(method, path, answer.status, str(answer.body))
        sim.effects.request(method, path, answer.status, fault and fault['do'])
        self._send(answer, fault, started)

    def _before(self, fault):
        """True when the request ends here, undone."""
        if fault['do'] == 'refuse':
            self.close_connection = True
            return True
        if fault['do'] == 'slow':
            time.sleep(float(fault['seconds']))
        return False

    def _stale(self, fault, method):
        if not fault:
            return None
        kind = fault['do']
        if kind == 'stale':
            return self.sim.last.get((method, self.path))
        if kind == 'status':
            return Answer(int(fault['code']), fault.get('text', 'trouble '))
        if kind == 'throttle':
            answer = Answer(429, 'Too many requests ')
            answer.retry = str(fault.get('seconds', 1))
            return answer
        if kind == 'redirect':
            return Answer(int(fault.get('code', 301)), 'Moved ',
                          location=fault['location'] + self.path)
        if kind == 'expire':
            self.sim.auth.expire_all()
        return None

    def _answer(self, method, body):
        sim = self.sim
        request = self._request(method, body)
        (_, _, handler, allowed, auth), groups = sim.router.find(method, request.path)
        self._version(request)
        if request.fmt == 'xml':
            raise Refused(406, 'This simulator speaks JSON only ')
        if auth:
            refusal = sim.auth.check(self.headers, request.cookies)
            if refusal:
                raise Refused(*refusal)
        sim.router.check(request.tree, allowed)
        with sim.lock:
            answer = handler(request, *groups)
        if method == 'GET' and answer.status == 200:
            sim.last[(method, self.path)] = answer
        return answer

    def _version(self, request):
        # X_API_VERSION has its underscores kept by some clients.
        for name in ('X-Api-Version', 'X_API_VERSION'):
            value = request.headers.get(name)
            if value is not None:
                if value.strip() != '1.5':
                    raise Refused(422, f'ArgumentError: API version {value} is not known ')
                return
        if request.path not in ('/api/health-check', '/api/oauth2'):
            raise Refused(400, 'X_API_VERSION header is missing ')

    def _send(self, answer, fault, started):
        kind = fault['do'] if fault else ''
        if kind == 'lost':
            self.close_connection = True
            return
        headers, body = answer.wire()
        self.send_response(answer.status)
        phrase = self.responses.get(answer.status, ('',))[0]
        self.send_header('Status', f'{answer.status} {phrase}')
        self.send_header('X-Runtime', str(int((time.time() - started) * 1000)))
        self.send_header('X-Request-Uuid', f'{int(started * 1e6):x}')
        self.send_header('Cache-Control', 'private, max-age=0, must-revalidate')
        for cookie in answer.cookies:
            self.send_header('Set-Cookie', cookie)
        if hasattr(answer, 'retry'):
            self.send_header('Retry-After', answer.retry)
        for name, value in headers:
            self.send_header(name, value)
        if answer.status != 204:
            self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        if kind == 'half':
            body = body[:len(body) // 2]
            self.close_connection = True
        if self.command != 'HEAD':
            self.wfile.write(body)


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64


def serve(sim, host, port):
    handler = type('BoundHandler', (Handler,), {'sim': sim})
    return Server((host, port), handler)
