"""Audit entries."""
import filters
import views
from answers import Answer, invalid
from params import BadRequest
from rooms import Room, one, parse_time, view_of


class Audits(Room):
    def audits(self, request):
        view_of(request)
        start, end = parse_time(request.need('start_date')), parse_time(request.need('end_date'))
        limit = str(request.need('limit'))
        if not limit.isdigit() or not 1 <= int(limit) <= 1000:
            raise BadRequest('limit must be 1 to 1000')
        if not 0 <= end - start < 93 * 86400:
            raise BadRequest('the window must be shorter than 93 days')
        wanted = filters.parse(request.tree, filters.AUDITS)
        found = [a for a in self.account.audits
                 if start <= a.updated <= end + 1 and filters.keep(
                     wanted, filters.AUDITS, lambda f, a=a: {
                         'auditee_href': a.auditee, 'user_email': a.email}[f])]
        found.sort(key=lambda a: -a.updated)
        return Answer(200, [views.audit(self.account, a) for a in found[:int(limit)]],
                      'audit_entry')

    def _audit(self, ident):
        return one(self.account.audits, ident, 'AuditEntry')

    def audit_show(self, _request, ident):
        return Answer(200, views.audit(self.account, self._audit(ident)), 'audit_entry')

    def audit_detail(self, _request, ident):
        return Answer(200, self._audit(ident).detail,
                      content_type='application/vnd.rightscale.text;charset=utf-8')

    def audit_create(self, request):
        href = request.need('audit_entry', 'auditee_href')
        summary = request.need('audit_entry', 'summary')
        self.of(href, 'auditee')
        if len(summary) > 255:
            raise invalid(('summary', 'is too long (maximum is 255 characters)'))
        entry = self.account.audit(href, summary, request.email,
                                   request.get('audit_entry').get('detail', ''))
        return Answer(201, location=entry.href)

    def audit_update(self, request, ident):
        self._audit(ident).summary = request.need('audit_entry', 'summary')
        return Answer(204)

    def audit_append(self, request, ident):
        found = self._audit(ident)
        found.detail += request.get('detail', '')
        found.summary = request.get('summary', found.summary)
        return Answer(204)
