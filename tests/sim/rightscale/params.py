"""Parameters as Rails reads them: bracket names, form bodies, JSON bodies.

A query and a body are merged, also for GET (curl examples of the reference send
form bodies there).  Everything is bounded; what cannot be read is a BadRequest.
"""
import json
import re
from urllib.parse import parse_qsl

MAX_BODY = 1 << 20
MAX_DEPTH = 8


class BadRequest(Exception):
    """Answered with 400 and this text."""


def _parts(name):
    """server[instance][href] -> ['server', 'instance', 'href']; a[] -> ['a', '']"""
    match = re.fullmatch(r'([^\[\]]+)((?:\[[^\[\]]*\])*)', name)
    if match is None:
        raise BadRequest(f'parameter name "{name}" is malformed')
    parts = [match.group(1)] + re.findall(r'\[([^\[\]]*)\]', match.group(2))
    if len(parts) > MAX_DEPTH:
        raise BadRequest('parameters are nested too deeply')
    return parts


def _put_in_list(items, rest, value):
    if not rest:
        items.append(value)
        return
    # An array of hashes: a key that is there already begins the next element.
    if not items or not isinstance(items[-1], dict) or rest[0] in items[-1]:
        items.append({})
    _put(items[-1], rest, value)


def _put(tree, parts, value):
    key, rest = parts[0], parts[1:]
    if not isinstance(tree, dict):
        raise BadRequest(f'parameter "{key}" is given in two shapes')
    if not rest:
        tree[key] = value
    elif rest[0] == '':
        items = tree.setdefault(key, [])
        if not isinstance(items, list):
            raise BadRequest(f'parameter "{key}" is given in two shapes')
        _put_in_list(items, rest[1:], value)
    else:
        _put(tree.setdefault(key, {}), rest, value)


def of_pairs(pairs):
    tree = {}
    for name, value in pairs:
        _put(tree, _parts(name), value)
    return tree


def of_form(text):
    try:
        pairs = parse_qsl(text, keep_blank_values=True, strict_parsing=False,
                          encoding='utf-8', errors='strict', max_num_fields=5000)
    except ValueError as error:
        raise BadRequest(f'form body: {error}') from None
    return of_pairs(pairs)


def _text(value, depth=0):
    """JSON's numbers and truths as a form would have them; what is null is not given."""
    if depth > MAX_DEPTH:
        raise BadRequest('parameters are nested too deeply')
    if isinstance(value, dict):
        return {k: _text(v, depth + 1) for k, v in value.items() if v is not None}
    if isinstance(value, list):
        return [_text(v, depth + 1) for v in value if v is not None]
    if isinstance(value, bool):
        return 'true' if value else 'false'
    return value if isinstance(value, str) else str(value)


def of_json(text):
    try:
        tree = json.loads(text)
    except (ValueError, RecursionError):
        raise BadRequest('the JSON body cannot be read') from None
    if not isinstance(tree, dict):
        raise BadRequest('the JSON body is not an object')
    return _text(tree)


def merge(query, content_type, body):
    """One tree of all that came with a request."""
    tree = of_form(query)
    if not body:
        return tree
    kind = content_type.split(';')[0].strip().lower()
    if kind in ('application/x-www-form-urlencoded', ''):
        more = of_form(body.decode('utf-8', 'strict'))
    elif kind == 'application/json':
        more = of_json(body.decode('utf-8', 'strict'))
    else:
        raise BadRequest(f'content type "{kind}" is not understood')
    for key, value in more.items():
        if isinstance(value, list) and isinstance(tree.get(key), list):
            tree[key] = tree[key] + value
        else:
            tree[key] = value
    return tree


def as_list(value):
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def inputs_hash(value):
    """The three shapes of inputs -> (pairs, notation 2.0 or 1.0)."""
    if value is None:
        return {}, '2.0'
    if isinstance(value, dict):
        if not all(isinstance(v, str) for v in value.values()):
            raise BadRequest('inputs: a value is not text')
        return dict(value), '2.0'
    if isinstance(value, list):
        found = {}
        for item in value:
            if not isinstance(item, dict) or set(item) != {'name', 'value'} or \
                    not all(isinstance(v, str) for v in item.values()):
                raise BadRequest('inputs: each needs name and value')
            found[item['name']] = item['value']
        return found, '1.0'
    raise BadRequest('inputs cannot be understood')
