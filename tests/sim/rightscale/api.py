"""The wire: one request in, one answer out, as the platform words them.

Strict where the real one is: the version header, methods, formats, parameters that a
call does not know.  What is refused is recorded.
"""
import re
import select
import socket
import time
from http.cookies import CookieError, SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import params
from answers import Answer, Refused
from local import LocalError
from params import BadRequest
from router import Request


class Handler(BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    timeout = 120
    disable_nagle_algorithm = True  # else a body waits 40 ms for its head to be seen
    sim = None                      # set by serve()

    def log_message(self, format, *args):
        pass

    def _method(self):
        self.sim_request(self.command)
    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = do_HEAD = _method

    # -- reading -----------------------------------------------------------

    def _body(self):
        if 'chunked' in self.headers.get('Transfer-Encoding', '').lower():
            return self._chunks()
        return self._bytes(self.headers.get('Content-Length') or '0', 10)

    def _bytes(self, size, base, taken=0):
        try:
            length = int(size, base)
        except ValueError:
            length = -1
        if 0 <= length <= params.MAX_BODY - taken:
            return self.rfile.read(length)
        self.close_connection = True
        if length < 0:
            raise BadRequest('the length of the body makes no sense')
        raise Refused(413, 'Request body is too large ')

    def _chunks(self):
        body = b''
        while True:
            size = self.rfile.readline(1024).split(b';')[0].strip()
            part = self._bytes(size, 16, len(body))
            self.rfile.readline(1024)
            if not part:
                return body
            body += part

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
        elif not re.search(r'json|\*/\*|^$', self.headers.get('Accept', '')):
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
            if time.time() < sim.down_until or fault and self._before(fault):
                self.close_connection = True
                sim.effects.request(method, path, 0, fault['do'] if fault else 'down')
                return
            answer = self._instead(fault, method, body) or self._answer(method, body)
            if fault and fault['do'] == 'late':
                answer = Answer(int(fault.get('code', 502)), 'Bad gateway ')
            if fault and fault['do'] == 'rotate':
                answer.cookies = sim.auth.rotate(self._cookies())
        except BadRequest as error:
            answer = Answer(400, f'{error} ')
        except Refused as error:
            answer = Answer(error.status, error.text)
        except LocalError as error:     # the cloud behind refuses
            answer = Answer(422, f'CloudException: {error} ')
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
            return True
        if fault['do'] == 'down':
            self.sim.down_until = time.time() + float(fault['seconds'])
            return True
        if fault['do'] == 'slow':
            time.sleep(float(fault['seconds']))
        return False

    def _instead(self, fault, method, body):
        """What is answered without a look at the request; None: it is looked at."""
        if not fault:
            return None
        kind = fault['do']
        if kind == 'stale':
            return self.sim.last.get((method, self.path, body))
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
        if request.fmt != 'json':
            raise Refused(406, 'This simulator speaks JSON only ')
        if auth:
            refusal = sim.auth.check(self.headers, request.cookies)
            if refusal:
                raise Refused(*refusal)
        sim.router.check(request.tree, allowed)
        with sim.lock:
            answer = handler(request, *groups)
        if answer.status == 200:
            sim.last[(method, self.path, body)] = answer
        if auth:
            answer.cookies = sim.auth.renew(request.cookies)
        return answer

    def _version(self, request):
        # X_API_VERSION has its underscores kept by some clients.
        for name in ('X-Api-Version', 'X_API_VERSION'):
            value = request.headers.get(name)
            if value is not None:
                if value.strip() != '1.5':
                    raise Refused(422, f'ArgumentError: API version {value} is not known ')
                return
        if request.path != '/api/health-check':
            raise Refused(400, 'X_API_VERSION header is missing ')

    def _send(self, answer, fault, started):
        kind = fault['do'] if fault else ''
        if kind == 'lost':
            self.close_connection = True
            return
        headers, body = answer.wire()
        if kind == 'huge':
            body = b' ' * (int(fault['mb']) << 20) + body
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
    sim = None

    def serve_forever(self, poll_interval=0.05):
        """While the platform is down nobody listens: connections are refused."""
        while True:
            if time.time() < self.sim.down_until:
                self.socket.close()
                time.sleep(poll_interval)
            elif self.socket.fileno() == -1:
                self.socket = socket.socket(self.address_family, self.socket_type)
                self.server_bind()
                self.server_activate()
            elif select.select([self.socket], [], [], poll_interval)[0]:
                self._handle_request_noblock()


def serve(sim, host, port):
    handler = type('BoundHandler', (Handler,), {'sim': sim})
    server = Server((host, port), handler)
    server.sim = sim
    return server
