"""Values of inputs: the 2.0 notation, and the 1.0 notation of older clients.

Kept as 2.0.  A value without a prefix is refused in 2.0, bare text in 1.0.
"""
import json

WORDS = ('blank', 'ignore', 'inherit')
PREFIXES = ('text:', 'env:', 'cred:', 'key:', 'array:')


def well_formed(value):
    if value in WORDS:
        return True
    if value.startswith('array:'):
        try:
            items = json.loads(value[len('array:'):])
        except ValueError:
            return False
        return isinstance(items, list) and all(
            isinstance(item, str) and well_formed(item) for item in items)
    return value.startswith(PREFIXES)


def of_old(value):
    """1.0 -> 2.0."""
    if value == '':
        return 'inherit'
    if value in ('ignore:$ignore', 'ignore$ignore'):
        return 'ignore'
    if value == 'text:':
        return 'blank'
    if value.startswith('array:') and not value.startswith('array:['):
        return 'array:' + json.dumps(value[len('array:'):].split(','))
    if value.startswith(PREFIXES):
        return value
    return 'text:' + value


def to_old(value):
    """2.0 -> 1.0, for the default view."""
    if value == 'inherit':
        return ''
    if value == 'ignore':
        return 'ignore:$ignore'
    if value == 'blank':
        return 'text:'
    return value


def plain(value, credentials):
    """What a script is given: text, or None when nothing is passed."""
    if value in ('ignore', 'inherit'):
        return None
    if value == 'blank':
        return ''
    if value.startswith('text:'):
        return value[len('text:'):]
    if value.startswith('cred:'):
        return credentials.get(value[len('cred:'):])
    return value
