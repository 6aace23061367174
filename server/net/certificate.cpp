#include "net/certificate.hpp"

#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <cerrno>
#include <cstdio>
#include <stdexcept>
#include <system_error>

namespace mailrig::net {
namespace {

struct BioFree {
  void operator()(BIO* bio) const { BIO_free(bio); }
};
using BioPtr = std::unique_ptr<BIO, BioFree>;

void need(bool good, const char* what) {
  if (good) return;
  const char* reason = ERR_reason_error_string(ERR_get_error());
  throw std::runtime_error(std::string("OpenSSL cannot ") + what + ": " +
                           (reason ? reason : "no reason given"));
}

KeyPtr make_key() {
  KeyPtr key(EVP_EC_gen("P-256"));
  need(key != nullptr, "make a key");
  return key;
}

void add_extension(X509* certificate, X509* issuer, int id, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, id, value.c_str());
  need(extension != nullptr, "write an extension");
  const int added = X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
  need(added == 1, "add an extension");
}

// One GENERAL_NAME after the other, not the text form, in which a comma would begin a new one.
void add_names(X509* certificate, const std::vector<std::string>& names) {
  GENERAL_NAMES* all = sk_GENERAL_NAME_new_null();
  for (const std::string& name : names) {
    unsigned char address[16];
    int octets = 0;
    if (inet_pton(AF_INET, name.c_str(), address) == 1) octets = 4;
    if (inet_pton(AF_INET6, name.c_str(), address) == 1) octets = 16;
    GENERAL_NAME* one = GENERAL_NAME_new();
    if (octets) {
      ASN1_OCTET_STRING* value = ASN1_OCTET_STRING_new();
      ASN1_OCTET_STRING_set(value, address, octets);
      GENERAL_NAME_set0_value(one, GEN_IPADD, value);
    } else {
      ASN1_IA5STRING* value = ASN1_IA5STRING_new();
      ASN1_STRING_set(value, name.data(), static_cast<int>(name.size()));
      GENERAL_NAME_set0_value(one, GEN_DNS, value);
    }
    sk_GENERAL_NAME_push(all, one);
  }
  const int added = X509_add1_ext_i2d(certificate, NID_subject_alt_name, all, 0, 0);
  GENERAL_NAMES_free(all);
  need(added == 1, "add the names");
}

void set_time(ASN1_TIME* time, std::chrono::hours from_now) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(from_now).count();
  need(X509_gmtime_adj(time, static_cast<long>(seconds)) != nullptr, "set a time");
}

// A certificate with subject, key, serial number and validity; without issuer and signature.
X509Ptr begin(EVP_PKEY* key, const std::string& name, const CertificateForm& form) {
  X509Ptr certificate(X509_new());
  need(certificate && X509_set_version(certificate.get(), 2) == 1, "begin a certificate");
  // RFC 5280 §4.1.2.2: unique per issuer, positive, at most 20 octets.
  unsigned char serial[16];
  need(RAND_bytes(serial, sizeof serial) == 1, "draw a serial number");
  serial[0] = (serial[0] & 0x7f) | 0x40;
  BIGNUM* number = BN_bin2bn(serial, sizeof serial, nullptr);
  BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate.get()));
  BN_free(number);
  set_time(X509_getm_notBefore(certificate.get()), form.from);
  set_time(X509_getm_notAfter(certificate.get()), form.until);
  // ub-common-name is 64: a longer one stands in subjectAltName alone.
  const std::string common = name.substr(0, 64);
  need(X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_UTF8,
                                  reinterpret_cast<const unsigned char*>(common.data()),
                                  static_cast<int>(common.size()), -1, 0) == 1,
       "name a certificate");
  need(X509_set_pubkey(certificate.get(), key) == 1, "set a key");
  return certificate;
}

void sign(X509* certificate, EVP_PKEY* key) {
  need(X509_sign(certificate, key, EVP_sha256()) > 0, "sign a certificate");
}

// `issuer` is null for a self-signed one.
Certificate make_leaf(const CertificateForm& form, const Certificate* issuer) {
  Certificate made;
  made.key = make_key();
  made.certificate = begin(made.key.get(), form.names.front(), form);
  X509* const leaf = made.certificate.get();
  X509* const above = issuer ? issuer->certificate.get() : leaf;
  need(X509_set_issuer_name(leaf, X509_get_subject_name(above)) == 1, "name the issuer");
  add_extension(leaf, above, NID_basic_constraints, "critical,CA:FALSE");
  add_extension(leaf, above, NID_key_usage, "critical,digitalSignature");
  add_extension(leaf, above, NID_ext_key_usage, "serverAuth");
  add_extension(leaf, above, NID_subject_key_identifier, "hash");
  if (issuer) add_extension(leaf, above, NID_authority_key_identifier, "keyid:always");
  add_names(leaf, form.names);
  sign(leaf, issuer ? issuer->key.get() : made.key.get());
  return made;
}

BioPtr open_file(const std::string& path, std::string& fault) {
  errno = 0;
  BioPtr bio(BIO_new_file(path.c_str(), "r"));
  if (!bio) fault = path + ": " + std::generic_category().message(errno ? errno : EIO);
  ERR_clear_error();
  return bio;
}

// A pass phrase is never asked for on a terminal.
int no_phrase(char*, int, int, void* asked) {
  *static_cast<bool*>(asked) = true;
  return -1;
}

std::string day(const ASN1_TIME* time) {
  std::tm parts{};
  char text[32] = "?";
  if (ASN1_TIME_to_tm(time, &parts) == 1) std::strftime(text, sizeof text, "%F %T UTC", &parts);
  return text;
}

}  // namespace

void OpensslFree::operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
void OpensslFree::operator()(X509* certificate) const { X509_free(certificate); }

Certificate make_authority(const std::string& name) {
  Certificate made;
  made.key = make_key();
  CertificateForm form;
  form.from = -std::chrono::hours(24 * 90);  // older than whatever it signs
  form.until = std::chrono::hours(24 * 3'650);
  made.certificate = begin(made.key.get(), name, form);
  X509* const root = made.certificate.get();
  need(X509_set_issuer_name(root, X509_get_subject_name(root)) == 1, "name the issuer");
  add_extension(root, root, NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
  add_extension(root, root, NID_key_usage, "critical,keyCertSign,cRLSign");
  add_extension(root, root, NID_subject_key_identifier, "hash");
  sign(root, made.key.get());
  return made;
}

Certificate issue(const Certificate& authority, const CertificateForm& form) {
  return make_leaf(form, &authority);
}

Certificate self_signed(const CertificateForm& form) { return make_leaf(form, nullptr); }

Result<Certificate> read_certificate(const std::string& certificate_file,
                                     const std::string& key_file, Validity validity) {
  Certificate read;
  std::string fault;
  const BioPtr certificates = open_file(certificate_file, fault);
  if (!certificates) return Error{fault};
  while (X509Ptr one{PEM_read_bio_X509(certificates.get(), nullptr, nullptr, nullptr)}) {
    if (read.certificate)
      read.chain.push_back(std::move(one));
    else
      read.certificate = std::move(one);
  }
  ERR_clear_error();
  if (!read.certificate)
    return Error{certificate_file + ": no certificate in PEM form (-----BEGIN CERTIFICATE-----)"};

  const BioPtr keys = open_file(key_file, fault);
  if (!keys) return Error{fault};
  bool encrypted = false;
  read.key.reset(PEM_read_bio_PrivateKey(keys.get(), nullptr, no_phrase, &encrypted));
  ERR_clear_error();
  if (!read.key && encrypted)
    return Error{key_file +
                 ": the key is encrypted; store it without a pass phrase (openssl pkey)"};
  if (!read.key)
    return Error{key_file + ": no private key in PEM form (-----BEGIN PRIVATE KEY-----)"};

  X509* const leaf = read.certificate.get();
  const bool fits = X509_check_private_key(leaf, read.key.get()) == 1;
  ERR_clear_error();
  if (!fits)
    return Error{key_file + ": this is not the key of the certificate in " + certificate_file};
  if (validity == Validity::any) return read;
  if (X509_cmp_current_time(X509_get0_notAfter(leaf)) < 0)
    return Error{
        certificate_file + ": expired on " + day(X509_get0_notAfter(leaf)) +
        "; to test with an expired certificate use a rule: on tls, handshake cert expired"};
  if (X509_cmp_current_time(X509_get0_notBefore(leaf)) > 0)
    return Error{certificate_file + ": not valid before " + day(X509_get0_notBefore(leaf))};
  return read;
}

std::string to_pem(X509* certificate) {
  const BioPtr memory(BIO_new(BIO_s_mem()));
  need(memory && PEM_write_bio_X509(memory.get(), certificate) == 1, "write a certificate");
  char* octets = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &octets);
  return std::string(octets, static_cast<std::size_t>(size));
}

bool is_self_issued(X509* certificate) {
  return X509_NAME_cmp(X509_get_subject_name(certificate), X509_get_issuer_name(certificate)) == 0;
}

}  // namespace mailrig::net
