#include "smtp/profile.hpp"

#include <algorithm>
#include <initializer_list>

namespace mailrig::smtp {
namespace {

using What = Stray::What;

LookAlikes these(std::initializer_list<LookAlike> kinds) {
  LookAlikes set;
  for (const LookAlike kind : kinds) set.add(kind);
  return set;
}

// What ends data for a receiver that reads lines up to LF and strips one CR.
LookAlikes line_reader_ends() {
  return these({LookAlike::lf_dot_lf, LookAlike::lf_dot_crlf, LookAlike::crlf_dot_lf});
}

Profile strict() {
  Profile p;
  p.name = "strict";
  p.about = "RFC 5321 to the letter";
  p.command_eol = LineEnd::crlf;
  // Bare CR, bare LF and NUL are kept: §4.1.1.4 lets mail data have any of the 128 characters, and
  // tells nobody to refuse them.
  p.early_talk = EarlyTalk::close_554;
  p.unauth_pipelining = UnauthPipelining::refuse_503;
  p.max_line = 1'000;
  p.hello_fqdn = 501;
  p.colon_space = false;
  p.undeclared_8bit = false;
  p.auth_without_tls = AuthWithoutTls::refuse_538;
  return p;
}

Profile postfix() {
  Profile p;
  p.bare_lf.what = What::to_crlf;
  p.unstuff_after_lf = true;
  p.max_command = 2'048;
  p.hello_required = false;
  p.lax_envelope = true;
  p.http_closes = true;
  p.errors_before_421 = 20;
  return p;
}

// smtp_stream.c strips every CR before LF.
Profile postfix_3_7() {
  Profile p = postfix();
  p.name = "postfix-3.7";
  p.about = "smtpd_forbid_bare_newline=no: LF and CRLF mixed are taken, also at the end of data";
  p.end_of_data = line_reader_ends();
  p.end_of_data.add(LookAlike::crlf_dot_crcrlf);
  p.end_of_data.add(LookAlike::crcrlf_dot_crcrlf);
  return p;
}

Profile postfix_3_9() {
  Profile p = postfix();
  p.name = "postfix-3.9";
  p.about = "smtpd_forbid_bare_newline=normalize: only CRLF.CRLF ends, LF is taken for CRLF";
  p.bare_cr.what = What::to_space;
  p.unauth_pipelining = UnauthPipelining::close_554;
  return p;
}

Profile postfix_reject() {
  Profile p = postfix_3_9();
  p.name = "postfix-reject";
  p.about = "smtpd_forbid_bare_newline=reject: bare LF is refused with 550; 521 would close";
  p.bare_lf = {What::reject, 550};
  return p;
}

Profile exim_4_98() {
  Profile p;
  p.name = "exim-4.98";
  p.about = "the first line of the mail decides between CRLF alone and LF as well";
  p.end_of_data = line_reader_ends();
  p.end_of_data_when = EndWhen::first_line_lf;
  p.bare_lf.what = What::to_space;
  p.bare_cr.what = What::to_crlf;
  p.early_talk = EarlyTalk::close_554;
  p.unauth_pipelining = UnauthPipelining::close_554;
  p.hello_required = false;
  p.errors_before_421 = 4;
  return p;
}

Profile sendmail_8_18() {
  Profile p;
  p.name = "sendmail-8.18";
  p.about =
      "only CRLF.CRLF ends; bare CR, bare LF and NUL are refused; no talk behind HELO or DATA";
  p.bare_lf = p.bare_cr = p.nul = {What::reject, 554};
  p.unauth_pipelining = UnauthPipelining::close_554;
  p.hello_required = false;
  p.lax_envelope = true;
  p.max_command = 2'048;
  return p;
}

Profile opensmtpd() {
  Profile p;
  p.name = "opensmtpd";
  p.about =
      "a line that is one dot without its CR ends data; input left over behind a command closes";
  p.end_of_data = line_reader_ends();
  p.bare_lf.what = What::to_crlf;
  p.unstuff_after_lf = true;
  p.unauth_pipelining = UnauthPipelining::close_500;
  return p;
}

Profile vulnerable() {
  Profile p;
  p.name = "vulnerable";
  p.about = "takes every look-alike for the end of data and plaintext behind STARTTLS for commands";
  p.command_eol = LineEnd::cr_ok;
  p.end_of_data = LookAlikes::all();
  p.unstuff_after_lf = true;
  p.hello_required = false;
  p.lax_envelope = true;
  p.unknown_param = true;
  p.starttls_vulnerable = true;
  return p;
}

}  // namespace

const std::vector<Profile>& profiles() {
  static const std::vector<Profile> all{Profile(),       strict(),         postfix_3_7(),
                                        postfix_3_9(),   postfix_reject(), exim_4_98(),
                                        sendmail_8_18(), opensmtpd(),      vulnerable()};
  return all;
}

const Profile* find_profile(std::string_view name) {
  const auto found = std::find_if(profiles().begin(), profiles().end(),
                                  [&](const Profile& one) { return one.name == name; });
  return found == profiles().end() ? nullptr : &*found;
}

}  // namespace mailrig::smtp
