"""Who is asking, and where everything begins."""
import re

import views
from answers import Answer, Refused, invalid
from rooms import Room, view_of

ROOTS = ('accounts', 'audit_entries', 'backups', 'clouds', 'cookbooks', 'deployments',
         'multi_cloud_images', 'right_scripts', 'server_arrays', 'server_templates', 'servers',
         'tags', 'users')


# An account of another shard: who logs in there is sent on.
ELSEWHERE, OTHER_SHARD = '60002', 'https://us-4.rightscale.com'


class Sessions(Room):
    def oauth2(self, request):
        if request.need('grant_type') != 'refresh_token':
            raise Refused(400, '{"error":"unsupported_grant_type"}')
        account = request.get('account_id')
        if account == ELSEWHERE:
            return Answer(301, 'Moved ', location=OTHER_SHARD + request.path)
        if account is not None and str(account) != self.sim.auth.account_id:
            raise Refused(401, '{"error":"invalid_grant"}')
        granted = self.sim.auth.grant(request.need('refresh_token'))
        if granted is None:
            raise Refused(401, '{"error":"invalid_grant"}')
        return Answer(200, {'access_token': granted[0], 'expires_in': granted[1],
                            'token_type': 'bearer'}, content_type='application/json')

    def _session(self, request, session):
        href = request.need('account_href')
        if not re.fullmatch(r'/api/accounts/\d+', href):
            raise invalid(('account_href', 'is malformed'))
        if href.rsplit('/', 1)[1] == ELSEWHERE:
            return Answer(302, 'Moved ', location=OTHER_SHARD + request.path)
        if session is None or href.rsplit('/', 1)[1] != self.sim.auth.account_id:
            raise Refused(401, 'Unauthorized: wrong credentials ')
        answer = Answer(204)
        answer.cookies = self.sim.auth.cookies(session)
        return answer

    def login(self, request):
        return self._session(request, self.sim.auth.login(
            request.need('email'), request.need('password')))

    def instance_login(self, request):
        """No instance of this account has a token to show."""
        request.need('instance_token')
        return self._session(request, None)

    def session(self, request):
        view = view_of(request, 'whoami')
        links = [views.link('self', '/api/sessions')] + [
            views.link(rel, f'/api/{rel}') for rel in ROOTS]
        if view == 'whoami':
            links += [views.link('user', '/api/users/1001'),
                      views.link('account', f'/api/accounts/{self.sim.auth.account_id}')]
        return Answer(200, {'message': 'You have successfully logged in.', 'links': links,
                            'actions': []}, 'session')

    def accounts(self, request):
        """Also without a session, for whoever shows e-mail and password."""
        refusal = self.sim.auth.check(request.headers, request.cookies)
        if refusal and self.sim.auth.login(request.get('email'),
                                           request.get('password')) is None:
            raise Refused(*refusal)
        return Answer(200, [views.account(self.sim.auth.account_id)], 'account')

    def health(self, _request):
        return Answer(200, 'OK ')
