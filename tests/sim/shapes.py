#!/usr/bin/env python3
"""What other clients send, byte by byte, and what they must be answered.

  shapes.py HOST:PORT CONTROL

The shapes are those of right_api_client (Ruby: form bodies, brackets bare in queries,
cookies), of rsc (Go: JSON bodies, also for the login) and of the reference's curl
examples (underscores in the header, form bodies on GET).  Nothing here knows the
simulator's code.
"""
import json
import re
import socket
import sys
import time
import unittest
from urllib.parse import quote

HOST, PORT, CONTROL = '', 0, ''
TOKEN = 'demo-refresh-token'
FORM = 'application/x-www-form-urlencoded'


class Reply:
    def __init__(self, raw):
        head, _, self.body = raw.partition(b'\r\n\r\n')
        lines = head.decode('latin-1').split('\r\n')
        self.status = int(lines[0].split(' ')[1])
        self.lines = [(n.lower(), v) for n, v in (line.split(': ', 1) for line in lines[1:])]

    def __getitem__(self, name):
        return dict(self.lines).get(name.lower())

    def all(self, name):
        return [v for n, v in self.lines if n == name.lower()]

    def json(self):
        return json.loads(self.body)

    def link(self, rel, body=None):
        return next(l['href'] for l in (body or self.json())['links'] if l['rel'] == rel)


def send(text, body=b''):
    """One connection, these very bytes."""
    with socket.create_connection((HOST, PORT), timeout=30) as sock:
        sock.sendall(text.encode() + body)
        data = b''
        while True:
            part = sock.recv(65536)
            if not part:
                return Reply(data)
            data += part


def control(**ask):
    with socket.socket(socket.AF_UNIX) as sock:
        sock.connect(CONTROL)
        sock.sendall(json.dumps(ask).encode() + b'\n')
        return json.loads(sock.makefile().readline())


def request(method, path, *headers, body=''):
    body = body.encode()
    lines = [f'{method} {path} HTTP/1.1', f'Host: {HOST}:{PORT}', 'Connection: close', *headers]
    if body:
        lines.append(f'Content-Length: {len(body)}')
    return send('\r\n'.join(lines) + '\r\n\r\n', body)


class Ruby:
    """right_api_client: form, cookies of the login, the account in a header."""

    def __init__(self):
        reply = request('POST', '/api/session', 'X-Api-Version: 1.5',
                        f'Content-Type: {FORM}', 'Accept: */*; q=0.5, application/xml',
                        body='email=ops%40example.com&password=demo-password'
                             '&account_href=%2Fapi%2Faccounts%2F60001')
        assert reply.status == 204, reply.status
        self.cookie = '; '.join(c.split(';')[0] for c in reply.all('set-cookie'))
        self.login = reply

    def ask(self, method, path, body=''):
        kind = [f'Content-Type: {FORM}'] if body else []
        return request(method, path, 'X-Api-Version: 1.5', 'Accept: application/json',
                       'X-Account: 60001', f'Cookie: {self.cookie}', *kind, body=body)


class Rsc:
    """rsc: JSON for all that has a body, an OAuth2 token."""

    def __init__(self):
        reply = request('POST', '/api/oauth2', 'X-API-Version: 1.5',
                        'Content-Type: application/json', 'User-Agent: rsc/v6.0.0',
                        body=json.dumps({'grant_type': 'refresh_token',
                                         'refresh_token': TOKEN}))
        assert reply.status == 200, reply.status
        self.grant = reply
        self.token = reply.json()['access_token']

    def ask(self, method, path, tree=None):
        kind = ['Content-Type: application/json'] if tree is not None else []
        return request(method, path, 'X-Api-Version: 1.5', 'X-Account: 60001',
                       f'Authorization: Bearer {self.token}', *kind,
                       body='' if tree is None else json.dumps(tree))


class Shapes(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.ruby, cls.rsc = Ruby(), Rsc()

    def find(self, path, name):
        reply = self.rsc.ask('GET', path)
        return next(r for r in reply.json() if r['name'] == name)

    def href(self, path, name):
        return next(l['href'] for l in self.find(path, name)['links'] if l['rel'] == 'self')

    def wants(self, reply, status, text=None):
        self.assertEqual(reply.status, status, reply.body)
        if status >= 400:
            self.assertEqual(reply['Content-Type'], 'text/html; charset=utf-8')
        if status in (201, 202):
            self.assertRegex(reply['Location'], r'^/api/')
            self.assertEqual(reply.body, b' ')
            self.assertEqual(reply['Content-Type'], 'text/html; charset=utf-8')
        if status == 204:
            self.assertEqual(reply.body, b'')
            self.assertIsNone(reply['Content-Type'])
        if text is not None:
            self.assertIn(text, reply.body.decode())
        return reply

    # -- logins ------------------------------------------------------------------

    def test_login_by_session_gives_two_cookies_and_no_foreign_domain(self):
        names = [c.split('=')[0] for c in self.ruby.login.all('set-cookie')]
        self.assertEqual(names, ['_session_id', 'rs_gbl'])
        self.assertNotIn('domain', ' '.join(self.ruby.login.all('set-cookie')).lower())

    def test_login_by_json_at_the_plural(self):
        reply = request('POST', '/api/sessions', 'X-API-Version: 1.5',
                        'Content-Type: application/json', body=json.dumps(
                            {'email': 'ops@example.com', 'password': 'demo-password',
                             'account_href': '/api/accounts/60001'}))
        self.wants(reply, 204)
        self.assertEqual(len(reply.all('set-cookie')), 2)

    def test_wrong_credentials(self):
        for path, body, status in (
                ('/api/session', 'email=ops%40example.com&password=x'
                 '&account_href=%2Fapi%2Faccounts%2F60001', 401),
                ('/api/session', 'email=ops%40example.com&password=demo-password'
                 '&account_href=%2Fapi%2Faccounts%2F7', 401),
                ('/api/session', 'email=ops%40example.com&password=demo-password'
                 '&account_href=60001', 422),
                ('/api/session', 'email=ops%40example.com', 400),
                ('/api/session/instance', 'instance_token=x'
                 '&account_href=%2Fapi%2Faccounts%2F60001', 401),
                ('/api/oauth2', 'grant_type=refresh_token&refresh_token=x', 401),
                ('/api/oauth2', 'grant_type=password', 400)):
            with self.subTest(path=path, body=body):
                self.wants(request('POST', path, 'X-Api-Version: 1.5',
                                   f'Content-Type: {FORM}', body=body), status)

    def test_who_lives_on_another_shard_is_sent_there(self):
        for path, body, status in (
                ('/api/oauth2', f'grant_type=refresh_token&refresh_token={TOKEN}'
                 '&account_id=60002', 301),
                ('/api/sessions', 'email=ops%40example.com&password=demo-password'
                 '&account_href=/api/accounts/60002', 302)):
            reply = request('POST', path, 'X-Api-Version: 1.5', f'Content-Type: {FORM}', body=body)
            self.wants(reply, status)
            self.assertEqual(reply['Location'], 'https://us-4.rightscale.com' + path)

    def test_oauth_answers_as_the_reference_has_it(self):
        self.assertEqual(self.rsc.grant['Content-Type'], 'application/json;charset=utf-8')
        told = self.rsc.grant.json()
        self.assertEqual((told['token_type'], told['expires_in']), ('bearer', 7200))
        self.assertRegex(told['access_token'], '^eNq')

    def test_without_a_session_the_text_says_so(self):
        for header in (), ('Cookie: _session_id=stale',):
            self.wants(request('GET', '/api/servers', 'X-Api-Version: 1.5', *header), 403,
                       'Session cookie is expired or invalid')
        self.wants(request('GET', '/api/servers', 'X-Api-Version: 1.5',
                           'Authorization: Bearer stale'), 401)

    def test_accounts_for_whoever_knows_the_password(self):
        query = 'email=ops%40example.com&password=demo-password'
        reply = request('GET', f'/api/sessions/accounts?{query}', 'X-Api-Version: 1.5')
        self.assertEqual(reply.link('cluster', reply.json()[0]), '/api/clusters/3')
        self.wants(request('GET', '/api/sessions/accounts', 'X-Api-Version: 1.5'), 403)

    def test_health_needs_nothing(self):
        self.wants(request('GET', '/api/health-check/'), 200)

    # -- headers -----------------------------------------------------------------

    def test_version_header_in_three_spellings(self):
        for name in 'X-Api-Version', 'X-API-Version', 'X_API_VERSION':
            self.wants(request('GET', '/api/session', f'{name}: 1.5',
                               f'Authorization: Bearer {self.rsc.token}'), 200)

    def test_without_a_version_or_with_a_wrong_one(self):
        auth = f'Authorization: Bearer {self.rsc.token}'
        self.wants(request('GET', '/api/servers', auth), 400)
        self.wants(request('GET', '/api/servers', auth, 'X-Api-Version: 1.6'), 422)

    def test_formats(self):
        auth = 'X-Api-Version: 1.5', f'Authorization: Bearer {self.rsc.token}'
        for path, accept, status in (
                ('/api/servers.json', 'text/plain', 200),
                ('/api/servers', 'application/json', 200), ('/api/servers', '*/*', 200),
                ('/api/servers', '*/*; q=0.5, application/xml', 200),
                ('/api/servers', 'application/xml', 406), ('/api/servers.xml', '*/*', 406)):
            with self.subTest(path=path, accept=accept):
                self.wants(request('GET', path, *auth, f'Accept: {accept}'), status)

    def test_types_of_one_and_of_many(self):
        many = self.ruby.ask('GET', '/api/deployments')
        self.assertEqual(many['Content-Type'],
                         'application/vnd.rightscale.deployment+json;type=collection;'
                         'charset=utf-8')
        one = self.ruby.ask('GET', many.link('self', many.json()[0]))
        self.assertEqual(one['Content-Type'],
                         'application/vnd.rightscale.deployment+json;charset=utf-8')
        self.assertEqual(one['Status'], '200 OK')
        self.assertTrue(one['X-Request-Uuid'] and one['X-Runtime'])

    # -- refusals ------------------------------------------------------------------

    def test_what_it_does_not_know(self):
        server = self.href('/api/servers', 'app-11')
        for method, path, tree, status, text in (
                ('GET', '/api/nothing', None, 404, ''),
                ('DELETE', '/api/servers', None, 405, ''),
                ('PATCH', server, {}, 405, ''),
                ('GET', '/api/servers/7', None, 422, 'ResourceNotFound: '),
                ('GET', '/api/clouds/9/instances/X', None, 422, 'ResourceNotFound: '),
                ('GET', '/api/servers?view=shiny', None, 400, 'view'),
                ('GET', '/api/servers?filter[]=state==x', None, 400, 'filter'),
                ('GET', '/api/servers?filter[]=name=x', None, 400, 'filter'),
                ('GET', '/api/servers?page=2', None, 400, 'page'),
                ('GET', '/api/backups', None, 400, 'lineage'),
                ('PUT', server, {'server': {'server_template_href': 'x'}}, 400,
                 'server_template_href'),
                ('PUT', server, {'server': {'name': {'a': 'b'}}}, 400, 'server[name]'),
                ('POST', f'{server}/launch', None, 422, 'ActionNotAllowed: '),
                ('DELETE', server, None, 422, 'ActionNotAllowed: '),
                ('POST', '/api/deployments', {'deployment': {'name': 'shop-demo'}}, 422,
                 '[["name", "is taken"]]'),
                ('POST', '/api/tags/multi_add', {'resource_hrefs': ['/api/servers/7'],
                                                 'tags': ['a:b=c']}, 422, ''),
                ('POST', '/api/tags/multi_add', {'resource_hrefs': [server],
                                                 'tags': ['A:b=c']}, 422, '[["tags"'),
                ('POST', '/api/tags/by_resource', {'resource_hrefs': [{'x': 'y'}]}, 400, ''),
                ('GET', '/api/audit_entries?limit=5', None, 400, 'start_date')):
            with self.subTest(method=method, path=path):
                self.wants(self.rsc.ask(method, path, tree), status, text)

    def test_bodies_that_cannot_be_read(self):
        auth = 'X-Api-Version: 1.5', f'Authorization: Bearer {self.rsc.token}'
        path = '/api/tags/by_resource'
        for kind, body in (('application/json', '{"a":'), ('application/json', '[1]'),
                           ('application/json', '{"a":' * 2000 + '1' + '}' * 2000),
                           ('text/plain', 'x'), (FORM, 'a[=1'), (FORM, 'a=1&a[b]=2'),
                           (FORM, 'a' + '[b]' * 50 + '=1')):
            with self.subTest(body=body[:20]):
                self.wants(request('POST', path, *auth, f'Content-Type: {kind}', body=body),
                           400)
        self.wants(request('POST', path, *auth, 'Content-Length: lots'), 400)
        self.wants(request('POST', path, *auth, 'Content-Length: 99999999'), 413)

    def test_a_body_in_chunks_is_a_body(self):
        body = 'resource_hrefs[]=/api/servers/7'
        reply = send('POST /api/tags/by_resource HTTP/1.1\r\nHost: x\r\nConnection: close\r\n'
                     'X-Api-Version: 1.5\r\nTransfer-Encoding: chunked\r\n'
                     f'Authorization: Bearer {self.rsc.token}\r\nContent-Type: {FORM}\r\n\r\n'
                     f'{len(body):x}\r\n{body}\r\n0\r\n\r\n')
        self.assertEqual(reply.json()[0]['tags'], [])

    # -- parameters in every shape -----------------------------------------------------

    def test_filters_match_in_part_and_whatever_the_case(self):
        names = {d['name'] for d in self.ruby.ask(
            'GET', '/api/deployments?filter[]=name%3D%3DSHOP-demo').json()}
        self.assertTrue({'shop-demo', 'shop-demo-staging'} <= names, names)
        self.assertEqual(self.ruby.ask('GET', '/api/deployments?filter[]=name==nobody').body,
                         b'[]')
        left = self.ruby.ask('GET', '/api/servers?filter[]=name<>app&filter[]=name<>lb').json()
        self.assertEqual([s['name'] for s in left], ['db-master'])

    def test_a_form_body_on_get_counts(self):
        reply = request('GET', '/api/servers', 'X_API_VERSION: 1.5', f'Content-Type: {FORM}',
                        f'Authorization: Bearer {self.rsc.token}',
                        body='filter[]=name==lb1&view=instance_detail')
        self.assertEqual([s['current_instance']['name'] for s in reply.json()], ['lb1'])

    def _value(self, href, name, view='inputs_2_0'):
        return next(i['value'] for i in self.rsc.ask('GET', f'{href}/inputs?view={view}').json()
                    if i['name'] == name)

    def test_inputs_in_their_three_shapes_and_two_notations(self):
        one = self.rsc.ask('POST', '/api/deployments',
                           {'deployment': {'name': f'inputs {time.time()}'}})['Location']
        path = f'{one}/inputs/multi_update'
        self.wants(self.ruby.ask('PUT', path, 'inputs[lb%2Fpools]=text%3Aa+b'), 204)
        self.assertEqual(self._value(one, 'lb/pools'), 'text:a b')
        self.wants(self.ruby.ask('PUT', path, 'inputs[][name]=lb%2Fpools&inputs[][value]=bare'
                                 '&inputs[][name]=RELEASE&inputs[][value]=text%3A'), 204)
        self.assertEqual(self._value(one, 'lb/pools'), 'text:bare')
        self.assertEqual(self._value(one, 'RELEASE'), 'blank')
        self.assertEqual(self._value(one, 'RELEASE', 'default'), 'text:')
        self.wants(self.rsc.ask('PUT', path, {'inputs': [
            {'name': 'RELEASE', 'value': 'x'}, {'name': 'RELEASE', 'value': 'last'}]}), 204)
        self.assertEqual(self._value(one, 'RELEASE'), 'text:last')
        self.wants(self.rsc.ask('PUT', path, {'inputs': {
            'lb/pools': 'array:["text:a","cred:B"]', 'RELEASE': 'inherit'}}), 204)
        self.assertEqual(self._value(one, 'RELEASE'), 'inherit')
        self.assertEqual(self._value(one, 'RELEASE', 'default'), '')
        # A name that nothing knows is ignored, and nobody says so.
        self.wants(self.rsc.ask('PUT', path, {'inputs': {'NOBODY': 'text:x'}}), 204)
        self.assertNotIn(b'NOBODY', self.rsc.ask('GET', f'{one}/inputs').body)
        for bad in 'bare', 'array:[1]', 'array:x':
            self.wants(self.rsc.ask('PUT', path, {'inputs': {'RELEASE': bad}}), 400)
        self.wants(self.rsc.ask('DELETE', one), 204)

    def test_tags(self):
        server = self.href('/api/servers', 'db-master')
        pair = f'resource_hrefs[]={quote(server, safe="")}&tags[]=a%3Ab%3Dc&tags[]=a%3Ad%3De'
        self.wants(self.ruby.ask('POST', '/api/tags/multi_add', pair), 204)
        self.wants(self.ruby.ask('POST', '/api/tags/multi_add', pair), 204)
        reply = self.rsc.ask('POST', '/api/tags/by_resource', {
            'resource_hrefs': [server, '/api/servers/7']})
        self.assertEqual(reply['Content-Type'], 'application/vnd.rightscale.resource_tag+json;'
                         'type=collection;charset=utf-8')
        self.assertEqual([t['name'] for t in reply.json()[0]['tags']], ['a:b=c', 'a:d=e'])
        self.assertEqual(reply.json()[1]['tags'], [])
        found = self.rsc.ask('POST', '/api/tags/by_tag', {
            'resource_type': 'servers', 'tags': ['a:b=*', 'x:y=z']}).json()
        self.assertEqual(found[0]['tags'], [], 'no prefix, no tags')
        self.assertEqual(found[0]['links'], [{'rel': 'resource', 'href': server}])
        found = self.rsc.ask('POST', '/api/tags/by_tag', {
            'resource_type': 'servers', 'tags': ['a:b=c', 'x:y=z'], 'match_all': True}).json()
        self.assertEqual(found, [])
        # One element for all whose shown tags are alike.
        found = self.rsc.ask('POST', '/api/tags/by_tag', {
            'resource_type': 'instances', 'tags': ['loadbalancer:shop=app'],
            'include_tags_with_prefix': 'loadbalancer:'}).json()
        self.assertEqual(len(found), 1)
        self.assertGreater(len(found[0]['links']), 1)
        self.wants(self.ruby.ask('POST', '/api/tags/multi_delete', pair), 204)
        following = self.rsc.ask('GET', server).link('next_instance')
        self.wants(self.rsc.ask('POST', '/api/tags/multi_add', {
            'resource_hrefs': [following], 'tags': ['a:b=c']}), 422)

    # -- the life of things --------------------------------------------------------

    def test_a_deployment_from_its_making_to_its_end(self):
        name = f'made {time.time()}'
        made = self.wants(self.ruby.ask('POST', '/api/deployments',
                                        f'deployment[name]={quote(name)}'), 201)['Location']
        clone = self.wants(self.ruby.ask('POST', f'{made}/clone'), 201)['Location']
        self.assertEqual(self.ruby.ask('GET', clone).json()['name'], f'{name} v1')
        self.wants(self.ruby.ask('POST', f'{made}/lock'), 204)
        locked = self.ruby.ask('GET', made)
        self.assertTrue(locked.json()['locked'] and locked.link('lock_user'))
        self.wants(self.ruby.ask('DELETE', made), 422, 'ActionNotAllowed: ')
        self.wants(self.ruby.ask('POST', f'{made}/unlock'), 204)
        for href in made, clone:
            self.wants(self.ruby.ask('DELETE', href), 204)
            self.wants(self.ruby.ask('GET', href), 422, 'ResourceNotFound: ')

    def until(self, what, seconds=60):
        end = time.time() + seconds
        while not what():
            self.assertLess(time.time(), end, 'it does not come')
            time.sleep(0.1)

    def state(self, href):
        return self.rsc.ask('GET', href).json()['state']

    def test_a_server_from_its_clone_to_its_end(self):
        old = self.href('/api/servers?filter[]=name==app-11', 'app-11')
        new = self.wants(self.ruby.ask('POST', f'{old}/clone'), 201)['Location']
        self.assertEqual(self.ruby.ask('GET', new).json()['name'], 'app-11 v1')
        self.wants(self.ruby.ask('PUT', new, 'server[name]=app-77&server[instance]'
                                 '[cloud_specific_attributes][ebs_optimized]=true'), 204)
        fresh = self.ruby.ask('GET', f'{new}?view=instance_detail').json()
        self.assertEqual(fresh['state'], 'inactive')
        self.assertNotIn('current_instance', fresh)
        self.assertEqual({a['rel'] for a in fresh['actions']}, {'launch', 'clone'})
        self.wants(self.ruby.ask('POST', f'{new}/terminate'), 422)
        following = Reply.link(None, 'next_instance', fresh)
        # Its own inputs beat the deployment's, and are passed to what really runs.
        self.wants(self.ruby.ask('PUT', f'{following}/inputs/multi_update',
                                 'inputs[RELEASE]=text%3Ar42&inputs[lb%2Fpools]=text%3Anone'), 204)
        template = self.rsc.ask('GET', '/api/server_templates?filter[]=name==Shop%20App%20Server'
                                '&filter[]=revision==42')
        self.wants(self.ruby.ask('PUT', following, 'instance[server_template_href]=' + quote(
            template.link('self', template.json()[0]), safe='')), 204)
        self.wants(self.ruby.ask('POST', f'{new}/launch'), 422, 'missing inputs: BANNER')
        # Later nobody can say no: it is on the record, and nothing runs.
        self.wants(self.ruby.ask('POST', f'{new}/launch', 'api_behavior=async'), 201)
        self.assertEqual(self.state(new), 'inactive')
        current = self.wants(self.ruby.ask('POST', f'{new}/launch', 'inputs[BANNER]=text%3Ahi'),
                             201)['Location']
        self.assertNotEqual(current, following)
        self.wants(self.ruby.ask('POST', f'{new}/launch'), 422)
        pending = self.rsc.ask('GET', current).json()
        if pending['state'] == 'pending':
            self.assertEqual(pending['private_ip_addresses'], [])
            self.assertNotIn('reboot', [a['rel'] for a in pending['actions']])
        self.until(lambda: self.state(current) == 'operational')
        self.assertEqual(self._value(current, 'RELEASE'), 'text:r42')
        self.assertIn('\nhi\n', self.front_page(current))
        self.assertIn('application/vnd.rightscale.text', self.task_text(current))
        self.wants(self.rsc.ask('POST', f'{current}/lock'), 204)
        self.wants(self.rsc.ask('POST', f'{new}/terminate'), 422, 'locked')
        self.wants(self.rsc.ask('POST', f'{current}/run_executable',
                                {'recipe_name': 'lb::do_attach_request'}), 422, 'locked')
        self.wants(self.rsc.ask('POST', f'{current}/unlock'), 204)
        self.wants(self.rsc.ask('POST', f'{new}/terminate'), 204)
        self.until(lambda: self.state(new) == 'inactive')
        again = self.wants(self.rsc.ask('POST', f'{new}/launch', {
            'inputs': [{'name': 'BANNER', 'value': 'again'}]}), 201)['Location']
        self.assertNotEqual(again, current, 'each launch has another href')
        self.until(lambda: self.state(again) == 'operational')
        self.wants(self.ruby.ask('POST', f'{new}/terminate'), 204)
        self.until(lambda: self.state(new) == 'inactive')
        self.wants(self.ruby.ask('DELETE', new), 204)

    def front_page(self, instance):
        tags = self.rsc.ask('POST', '/api/tags/by_resource',
                            {'resource_hrefs': [instance]}).json()[0]['tags']
        have = dict(t['name'].split('=', 1) for t in tags)
        with socket.create_connection((have['appserver:listen_ip'],
                                       int(have['appserver:listen_port'])), 10) as sock:
            sock.sendall(b'GET / HTTP/1.0\r\nHost: shop\r\n\r\n')
            return sock.makefile(errors='replace').read()

    def task_text(self, instance):
        """A script's task walks through the platform's words; its entry has the text."""
        for bad in {}, {'recipe_name': 'a', 'right_script_href': 'b'}:
            self.wants(self.rsc.ask('POST', f'{instance}/run_executable', bad), 400)
        self.wants(self.rsc.ask('POST', f'{instance}/run_executable',
                                {'recipe_name': 'no::such'}), 422)
        task = self.wants(self.rsc.ask('POST', f'{instance}/run_executable', {
            'recipe_name': 'lb::do_detach_request', 'inputs': {'lb/pools': 'text:none'}}),
            202)['Location']
        seen = []

        def ended():
            reply = self.rsc.ask('GET', f'{task}?view=extended')
            seen.append(reply.json()['summary'])
            self.assertNotIn('state', reply.json())
            return seen[-1].startswith('completed: ')
        self.until(ended)
        self.assertTrue(any(s.startswith(('Enqueueing ', 'Scheduling ')) for s in seen), seen)
        entry = re.search(r'ae-(\d+)$', task).group(1)
        return self.rsc.ask('GET', f'/api/audit_entries/{entry}/detail')['Content-Type']

    def test_an_array(self):
        array = self.href('/api/server_arrays', self.rsc.ask(
            'GET', '/api/server_arrays').json()[0]['name'])
        before = self.rsc.ask('GET', array).json()
        bounds = before['elasticity_params']['bounds']
        self.assertTrue(all(isinstance(v, str) for v in bounds.values()))
        self.wants(self.ruby.ask(
            'PUT', array, 'server_array[elasticity_params][bounds][max_count]=9'
            '&server_array[elasticity_params][schedule][][day]=Monday'
            '&server_array[elasticity_params][schedule][][time]=09%3A00'
            '&server_array[elasticity_params][schedule][][day]=Friday'), 204)
        after = self.rsc.ask('GET', array).json()['elasticity_params']
        self.assertEqual(after['bounds']['max_count'], '9')
        self.assertEqual([e['day'] for e in after['schedule_entries']], ['Monday', 'Friday'])
        self.wants(self.ruby.ask('PUT', array, 'server_array[state]=off'), 400)
        self.wants(self.ruby.ask('POST', f'{array}/launch', 'count=1'), 400)
        self.wants(self.ruby.ask('POST', f'{array}/multi_terminate'), 400)
        self.wants(self.ruby.ask('POST', f'{array}/multi_terminate',
                                 'filter[]=state%3D%3Dstopped'), 422)
        clone = self.wants(self.ruby.ask('POST', f'{array}/clone'), 201)['Location']
        shown = self.rsc.ask('GET', clone).json()
        self.assertEqual((shown['name'], shown['state']), (before['name'] + ' v1', 'disabled'))
        self.assertEqual(self.rsc.ask('GET', f'{clone}/current_instances').body, b'[]')
        self.wants(self.ruby.ask('DELETE', clone), 204)

    def test_a_backup_is_later_than_its_task(self):
        master = self.rsc.ask('GET', self.href('/api/servers', 'db-master')).link(
            'current_instance')
        lineage = f'shapes{int(time.time())}'
        task = self.wants(self.rsc.ask('POST', f'{master}/run_executable', {
            'recipe_name': 'db::do_primary_backup',
            'inputs': {'db/backup/lineage': f'text:{lineage}'}}), 202)['Location']
        self.until(lambda: self.rsc.ask('GET', task).json()['summary'].startswith('completed'))
        first = self.rsc.ask('GET', f'/api/backups?lineage={lineage}').json()[0]
        self.assertFalse(first['completed'])
        self.until(lambda: self.rsc.ask(
            'GET', f'/api/backups?lineage={lineage}&filter[]=completed==true').json())
        one = Reply.link(None, 'self', first)
        self.assertTrue(self.rsc.ask('GET', one).json()['committed'])
        self.assertEqual(len(self.rsc.ask('GET', f'/api/backups?lineage={lineage}'
                                           '&filter[]=latest_before==2036/03/01%20'
                                           '10:00:00%20%2B0000').json()), 1)
        self.wants(self.rsc.ask('DELETE', one), 204)

    def test_a_right_script_and_audit_entries(self):
        made = self.wants(self.ruby.ask(
            'POST', '/api/right_scripts', 'right_script[name]=mine'
            '&right_script[source]=%23!%2Fbin%2Fsh%0Aexit+0%0A'), 201)['Location']
        self.assertEqual(self.ruby.ask('GET', f'{made}/source').body, b'#!/bin/sh\nexit 0\n')
        server = self.href('/api/servers', 'db-master')
        entry = self.wants(self.ruby.ask(
            'POST', '/api/audit_entries', f'audit_entry[auditee_href]={server}'
            '&audit_entry[summary]=step+1'), 201)['Location']
        self.wants(self.ruby.ask('POST', f'{entry}/append', 'detail=line&offset=0'), 204)
        self.assertEqual(self.ruby.ask('GET', f'{entry}/detail').body, b'line')
        window = 'start_date=2026/01/01%2000:00:00%20%2B0000&end_date='
        self.wants(self.rsc.ask('GET', f'/api/audit_entries?{window}'
                                '2026/06/01%2000:00:00%20%2B0000&limit=10'), 400, '93')

    def test_figures_have_nan(self):
        instance = self.rsc.ask('GET', self.href('/api/servers', 'app-11')).link(
            'current_instance')
        found = self.rsc.ask('GET', f'{instance}/monitoring_metrics?filter[]=plugin==apache'
                             '&filter[]=view==apache_scoreboard-sending').json()
        data = self.rsc.ask('GET', Reply.link(None, 'data', found[0]) + '?start=-600&end=0')
        self.assertIn(b'NaN', data.body)
        self.assertIn('monitoring_metric_data+json', data['Content-Type'])
        self.wants(self.rsc.ask('GET', Reply.link(None, 'data', found[0])), 400)

    def test_balancers_are_measured_too(self):
        """What step 13 watches can be seen through the API alone."""
        balancer = self.rsc.ask('GET', self.href('/api/servers', 'lb1')).link(
            'current_instance')
        found = self.rsc.ask('GET', f'{balancer}/monitoring_metrics').json()
        self.assertEqual({m['plugin'] for m in found}, {'haproxy-shop_backend'})
        up = [m for m in found if re.fullmatch(r'haproxy_status-01_\w+', m['view'])]
        self.assertTrue(up, found)
        self.until(lambda: all(self.figures(m)['status'][0] == 2 for m in up))
        total = next(m for m in found if m['view'] == 'haproxy_sessions-total')
        self.assertEqual(set(self.figures(total)), {'current_queued', 'current_session'})

    def figures(self, metric):
        data = self.rsc.ask('GET', Reply.link(None, 'data', metric) + '?start=-60&end=0').json()
        return {v['variable']: v['points'] for v in data['variables_data']}

    def test_an_alert_is_seen_and_quenched(self):
        control(alert='app-11')
        server = self.rsc.ask('GET', self.href('/api/servers', 'app-11'))
        places = (server.link('deployment') + '/alerts', server.link('alerts'),
                  server.link('current_instance') + '/alerts')
        seen = {self.ruby.ask('GET', f'{p}?filter[]=status==triggered').link('self', alert)
                for p in places for alert in self.ruby.ask(
                    'GET', f'{p}?filter[]=status==triggered').json()}
        self.assertEqual(len(seen), 1)
        one = seen.pop()
        self.assertEqual(self.rsc.ask('GET', f'{places[0]}?filter[]=status==enabled').json(), [])
        self.wants(self.ruby.ask('POST', f'{one}/quench', 'duration=soon'), 400)
        self.wants(self.ruby.ask('POST', f'{one}/quench', 'duration=600'), 204)
        self.assertEqual(self.rsc.ask('GET', one).json()['status'], 'quenched')
        self.assertEqual(self.rsc.ask('GET', f'{places[0]}?filter[]=status==triggered').json(),
                         [])

    def test_what_a_next_instance_is_told_is_read_back(self):
        following = self.rsc.ask('GET', self.href('/api/servers', 'db-master')).link(
            'next_instance')
        template = self.rsc.ask('GET', following).link('server_template')
        for name, value in (('instance_type_href', '/api/clouds/1/instance_types/NONE'),
                            ('multi_cloud_image_href', '/api/multi_cloud_images/7'),
                            ('server_template_href', '/api/server_templates/7')):
            self.wants(self.rsc.ask('PUT', following, {'instance': {name: value}}), 422,
                       'ResourceNotFound: ')
        self.wants(self.ruby.ask(
            'PUT', following, 'instance[multi_cloud_image_href]=/api/multi_cloud_images/400001003'
            '&instance[user_data]=hello'), 204)
        shown = self.rsc.ask('GET', f'{following}?view=extended').json()
        image = next(l for l in shown['links'] if l['rel'] == 'multi_cloud_image')
        self.assertNotIn('inherited_source', image)
        self.assertEqual(shown['user_data'], 'hello')
        self.assertEqual(Reply.link(None, 'server_template', shown), template)

    # -- navigation ----------------------------------------------------------------

    # Links that lead out of what the sheet lists, or to a text.
    LEAVES = re.compile(r'/api/clusters/|/source$|/detail$|/data$|/api/(tags|backups|'
                        r'audit_entries)$')

    def test_every_link_leads_somewhere(self):
        todo, seen = ['/api/session', '/api/sessions?view=whoami'], {}
        while todo:
            path = todo.pop()
            reply = self.rsc.ask('GET', path)
            self.assertEqual(reply.status, 200, f'{path}: {reply.body}')
            self.assertIn('+json', reply['Content-Type'])
            body = reply.json()
            self.assertEqual('type=collection' in reply['Content-Type'],
                             isinstance(body, list), path)
            seen[path] = True
            for resource in body if isinstance(body, list) else [body]:
                for link in resource.get('links', []):
                    href = link['href']
                    if href not in seen and href not in todo and not self.LEAVES.search(href):
                        todo.append(href)
        self.assertGreater(len(seen), 60)

    # -- faults --------------------------------------------------------------------

    def test_faults_do_what_they_say(self):
        path = '/api/deployments'
        match = f'GET {path}'
        control(fault={'match': match, 'do': 'throttle', 'seconds': 3})
        self.assertEqual(self.wants(self.rsc.ask('GET', path), 429)['Retry-After'], '3')
        control(fault={'match': match, 'do': 'status', 'code': 504})
        self.wants(self.rsc.ask('GET', path), 504)
        control(fault={'match': match, 'do': 'half'})
        half = self.rsc.ask('GET', path)
        self.assertLess(len(half.body), int(half['Content-Length']))
        control(fault={'match': match, 'do': 'redirect', 'location': 'http://127.0.0.9:1'})
        self.assertEqual(self.rsc.ask('GET', path)['Location'], 'http://127.0.0.9:1' + path)
        control(fault={'match': f'POST {path}', 'do': 'late'})
        name = f'late {time.time()}'
        self.wants(self.rsc.ask('POST', path, {'deployment': {'name': name}}), 502)
        made = self.href(path, name)
        control(fault={'match': match, 'do': 'stale'})
        self.wants(self.rsc.ask('DELETE', made), 204)
        self.assertIn(name, [d['name'] for d in self.rsc.ask('GET', path).json()])
        self.assertNotIn(name, [d['name'] for d in self.rsc.ask('GET', path).json()])
        control(fault={'match': match, 'do': 'down', 'seconds': 1})
        with self.assertRaises((OSError, IndexError)):
            self.rsc.ask('GET', path)

        def refused():
            try:
                socket.create_connection((HOST, PORT), timeout=5).close()
            except ConnectionRefusedError:
                return True
            return False
        self.until(refused, 2)
        self.until(lambda: not refused(), 5)

    def test_sessions_end_and_get_new_names(self):
        mine = Ruby()
        control(fault={'match': 'GET /api/servers', 'do': 'rotate'})
        renewed = mine.ask('GET', '/api/servers')
        self.assertEqual(len(renewed.all('set-cookie')), 2)
        self.wants(mine.ask('GET', '/api/servers'), 403)
        mine.cookie = '; '.join(c.split(';')[0] for c in renewed.all('set-cookie'))
        self.wants(mine.ask('GET', '/api/servers'), 200)


if __name__ == '__main__':
    where, CONTROL = sys.argv[1:3]
    HOST, PORT = where.rsplit(':', 1)[0], int(where.rsplit(':', 1)[1])
    unittest.main(argv=sys.argv[:1])
