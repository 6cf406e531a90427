"""Who is asking: a bearer token, or the session's cookies.  Both end."""
import secrets
import time


class Auth:
    def __init__(self, account_id, refresh_tokens, users, life):
        self.account_id = account_id
        self.refresh_tokens, self.users, self.life = refresh_tokens, users, life
        self._bearers, self._sessions = {}, {}
        self._born = {}

    def grant(self, refresh_token):
        """A new access token and its life, or None."""
        if refresh_token not in self.refresh_tokens:
            return None
        token = 'eNq' + secrets.token_urlsafe(24)
        self._bearers[token] = time.time() + self.life
        return token, self.life

    def login(self, email, password):
        """A new session, or None.  It ends when it was idle for its whole life."""
        if not password or self.users.get(email) != password:
            return None
        return self._session()

    def _session(self):
        session = secrets.token_hex(16)
        self._sessions[session] = time.time() + self.life
        self._born[session] = time.time()
        return session

    def cookies(self, session):
        return [f'_session_id={session}; Path=/; HttpOnly', f'rs_gbl={session[:8]}; Path=/']

    def rotate(self, cookies):
        """Another name for this session: what a client has to send from now on."""
        ends = self._sessions.pop(cookies.get('_session_id'), None)
        if ends is None:
            return []
        return self.cookies(self._session())

    def renew(self, cookies):
        """At half its life a session gets a new name, and keeps the old one too."""
        session = cookies.get('_session_id')
        if session not in self._sessions or \
                self._born[session] + self.life / 2 > time.time():
            return []
        self._born[session] = time.time()
        return self.cookies(self._session())

    def expire_all(self):
        self._bearers, self._sessions = {}, {}

    def check(self, headers, cookies):
        """None when it may pass, else (status, text)."""
        bearer = headers.get('Authorization', '')
        if bearer.startswith('Bearer '):
            if self._bearers.get(bearer[7:], 0) > time.time():
                return None
            return 401, 'OAuth token is invalid or expired '
        session = cookies.get('_session_id')
        if session is not None and self._sessions.get(session, 0) > time.time():
            self._sessions[session] = time.time() + self.life
            return None
        return 403, 'Session cookie is expired or invalid '
