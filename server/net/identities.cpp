#include "net/identities.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <stdexcept>

#include "net/tls_channel.hpp"

namespace mailrig::net {

void Identities::ContextFree::operator()(SSL_CTX* context) const { SSL_CTX_free(context); }

Identities::Identities(const IdentityOptions& options)
    : names_(options.names), authority_(make_authority("mailrig test CA")) {
  if (names_.empty()) names_.push_back("localhost");
  authority_pem_ = to_pem(authority_.certificate.get());
}

Identities::~Identities() = default;

Result<std::unique_ptr<Identities>> Identities::make(const IdentityOptions& options) {
  std::unique_ptr<Identities> made(new Identities(options));
  if (options.certificate_file.empty()) {
    made->contexts_[""] = make_context(issue(made->authority_, {made->names_}));
    return made;
  }
  const auto own = read_certificate(options.certificate_file, options.key_file, Validity::now);
  if (!own) return own.error();
  X509* const last = (own->chain.empty() ? own->certificate : own->chain.back()).get();
  if (is_self_issued(last)) made->authority_pem_ += to_pem(last);
  made->contexts_[""] = make_context(*own);
  return made;
}

Result<Certificate> Identities::make_certificate(std::string_view word) const {
  using std::chrono::hours;
  if (word == "expired") return issue(authority_, {names_, hours(-24 * 60), hours(-24)});
  if (word == "not-yet-valid") return issue(authority_, {names_, hours(24), hours(24 * 365)});
  if (word == "self-signed") return self_signed({names_});
  if (word == "wrong-host") return issue(authority_, {{"wrong-host.invalid"}});
  if (word == "untrusted") return issue(make_authority("mailrig untrusted CA"), {names_});
  // Expired ones of the user's too: a rule asked for it.
  return read_certificate(std::string(word), std::string(word), Validity::any);
}

Identities::ContextPtr Identities::make_context(const Certificate& certificate) {
  ContextPtr made(SSL_CTX_new(TLS_server_method()));
  SSL_CTX* const context = made.get();
  if (!context || SSL_CTX_use_certificate(context, certificate.certificate.get()) != 1 ||
      SSL_CTX_use_PrivateKey(context, certificate.key.get()) != 1)
    throw std::runtime_error("OpenSSL cannot make a context");
  for (const X509Ptr& one : certificate.chain) SSL_CTX_add1_chain_cert(context, one.get());
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  // A session keeps its buffers (8 KiB more resident; a record costs 7 % less), reads what has come
  // in one call, and is never resumed from a cache of ours, which would keep 20,000 of them.
  SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_read_ahead(context, 1);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_num_tickets(context, 1);
  // RFC 8446 §6.1 wants a close_notify before FIN; whoever sends mail often leaves it out.
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_IGNORE_UNEXPECTED_EOF);
  TlsChannel::prepare(context);
  ERR_clear_error();
  return made;
}

Result<SSL_CTX*> Identities::context(std::string_view certificate) {
  const std::lock_guard lock(mutex_);
  const auto found = contexts_.find(certificate);
  if (found != contexts_.end()) return found->second.get();
  const auto made = make_certificate(certificate);
  if (!made) return made.error();
  ContextPtr& place = contexts_[std::string(certificate)];
  place = make_context(*made);
  return place.get();
}

}  // namespace mailrig::net
