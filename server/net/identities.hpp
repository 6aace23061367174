// What the server shows in handshakes: its certificate, the CA behind it, and spoilt certificates
// that rules ask for, made on first use.
#pragma once

#include <openssl/types.h>

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "mail/result.hpp"
#include "net/certificate.hpp"

namespace mailrig::net {

struct IdentityOptions {
  std::vector<std::string> names;          // of the host, for subjectAltName
  std::string certificate_file, key_file;  // its own certificate; empty: one made here
};

class Identities {
 public:
  // The error is read_certificate's.
  static Result<std::unique_ptr<Identities>> make(const IdentityOptions& options);
  ~Identities();

  // The CA that signed the certificates made here, as PEM; behind it a self-signed one of the
  // user's files, if those end in one.
  const std::string& authority_pem() const { return authority_pem_; }

  // The context of a handshake that shows `certificate`: a word of TlsPlan, a PEM file with
  // certificate and key, or empty for the usual one. Lives as long as this. Any thread.
  Result<SSL_CTX*> context(std::string_view certificate);

 private:
  struct ContextFree {
    void operator()(SSL_CTX* context) const;
  };
  using ContextPtr = std::unique_ptr<SSL_CTX, ContextFree>;

  explicit Identities(const IdentityOptions& options);
  static ContextPtr make_context(const Certificate& certificate);
  Result<Certificate> make_certificate(std::string_view word) const;

  std::vector<std::string> names_;
  Certificate authority_;
  std::string authority_pem_;
  std::mutex mutex_;
  std::map<std::string, ContextPtr, std::less<>> contexts_;
};

}  // namespace mailrig::net
