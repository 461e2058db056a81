# etc: the texts that staff read, and samples for IT
textsdir = $(pkgdatadir)/texts
dist_texts_DATA = \
	etc/texts/attachment.unprotected.txt etc/texts/attachment.weak.txt \
	etc/texts/audience.visible.txt etc/texts/body.finding.txt \
	etc/texts/content.hidden.txt etc/texts/content.other-person.txt \
	etc/texts/content.type-mismatch.txt etc/texts/credential.key.txt \
	etc/texts/credential.login.txt etc/texts/credential.token.txt \
	etc/texts/frame.held.txt etc/texts/frame.rejected.txt \
	etc/texts/frame.reply.txt etc/texts/howto.any.txt \
	etc/texts/howto.excel.txt etc/texts/howto.pdf.txt \
	etc/texts/howto.word.txt etc/texts/howto.zip.txt \
	etc/texts/lookalike.name.txt etc/texts/lookalike.similar.txt \
	etc/texts/password.follows.txt etc/texts/password.likely.txt \
	etc/texts/password.proven.txt etc/texts/recipient.unverified.txt \
	etc/texts/subject.finding.txt etc/texts/unscannable.damaged.txt \
	etc/texts/unscannable.fault.txt etc/texts/unscannable.limit.txt \
	etc/texts/unscannable.no-reader.txt \
	etc/texts/unscannable.unknown-lock.txt etc/texts/volume.many.txt \
	etc/texts/webmail.personal.txt

samplesdir = $(docdir)/samples
dist_samples_DATA = etc/postern.conf.sample etc/sendmail.mc
postfixsamplesdir = $(samplesdir)/postfix
dist_postfixsamples_DATA = etc/postfix/main.cf etc/postfix/last-hop.cf \
	etc/postfix/outbound-only.cf
systemdsamplesdir = $(samplesdir)/systemd
dist_systemdsamples_DATA = etc/systemd/posternd.service \
	etc/systemd/posternd.socket etc/systemd/smtp-only.conf
