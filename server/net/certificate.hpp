// X.509 certificates (RFC 5280): a CA made here and what it signs, or ones from files. ECDSA P-256
// throughout: a key takes a tenth of a millisecond where RSA takes 100.
#pragma once

#include <openssl/types.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "mail/result.hpp"

namespace mailrig::net {

struct OpensslFree {
  void operator()(EVP_PKEY* key) const;
  void operator()(X509* certificate) const;
};
using KeyPtr = std::unique_ptr<EVP_PKEY, OpensslFree>;
using X509Ptr = std::unique_ptr<X509, OpensslFree>;

struct Certificate {
  KeyPtr key;
  X509Ptr certificate;
  std::vector<X509Ptr> chain;  // what is sent behind it, the next issuer first
};

struct CertificateForm {
  // DNS names and IP addresses for subjectAltName; the first is the common name too.
  std::vector<std::string> names;
  std::chrono::hours from{-24}, until{24 * 365};  // from now
};

// All of these throw std::runtime_error if OpenSSL fails, which only lack of memory explains.
Certificate make_authority(const std::string& name);
Certificate issue(const Certificate& authority, const CertificateForm& form);
Certificate self_signed(const CertificateForm& form);

// PEM: the certificate, then perhaps its chain; the key, which may stand in the same file. The
// error says which file, what is wrong with it and what to do: unreadable, not PEM, encrypted,
// a key of another certificate, expired or not yet valid if that is asked.
enum class Validity : std::uint8_t { now, any };
Result<Certificate> read_certificate(const std::string& certificate_file,
                                     const std::string& key_file, Validity validity);

std::string to_pem(X509* certificate);
bool is_self_issued(X509* certificate);

}  // namespace mailrig::net
