"""What is answered, in the platform's forms."""
import json

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
