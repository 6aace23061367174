#include "wire/tls_client.hpp"

#include <gtest/gtest.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <csignal>

namespace mailrig::wire {

TlsClient::TlsClient(Client& client, const TlsWish& wish)
    : context_(SSL_CTX_new(TLS_client_method()), SSL_CTX_free), ssl_(nullptr, SSL_free) {
  std::signal(SIGPIPE, SIG_IGN);  // OpenSSL's own socket BIO writes here
  SSL_CTX* const context = context_.get();
  if (wish.least) {
    SSL_CTX_set_security_level(context, 0);
    SSL_CTX_set_cipher_list(context, "ALL:@SECLEVEL=0");
  }
  SSL_CTX_set_min_proto_version(context, wish.least);
  SSL_CTX_set_max_proto_version(context, wish.most);
  if (!wish.trust.empty()) {
    BIO* bio = BIO_new_mem_buf(wish.trust.data(), static_cast<int>(wish.trust.size()));
    while (X509* one = PEM_read_bio_X509(bio, nullptr, nullptr, nullptr)) {
      X509_STORE_add_cert(SSL_CTX_get_cert_store(context), one);
      X509_free(one);
    }
    BIO_free(bio);
    ERR_clear_error();
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
  }
  if (!wish.alpn.empty())
    SSL_CTX_set_alpn_protos(context, reinterpret_cast<const unsigned char*>(wish.alpn.data()),
                            static_cast<unsigned>(wish.alpn.size()));
  ssl_.reset(SSL_new(context));
  SSL* const ssl = ssl_.get();
  if (!wish.trust.empty()) SSL_set1_host(ssl, wish.name.c_str());
  SSL_set_tlsext_host_name(ssl, wish.name.c_str());
  const timeval limit{patience.count(), 0};
  ::setsockopt(client.socket(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  SSL_set_connect_state(ssl);
  if (wish.dribble) {
    // The hello into memory first, then piece by piece onto the socket.
    SSL_set_bio(ssl, BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
    SSL_do_handshake(ssl);
    char* octets = nullptr;
    const long size = BIO_get_mem_data(SSL_get_wbio(ssl), &octets);
    std::string hello(octets, static_cast<std::size_t>(size));
    for (std::size_t at = 0; at < hello.size(); at += wish.dribble)
      client.send(std::string_view(hello).substr(at, wish.dribble));
    ERR_clear_error();
  }
  SSL_set_fd(ssl, client.socket());
  up_ = SSL_do_handshake(ssl) == 1;
  // TLS 1.3 is up for the client before the server has judged what it sent.
  if (!up_) note_error();
}

TlsClient::~TlsClient() = default;

void TlsClient::note_error() {
  const long verdict = SSL_get_verify_result(ssl_.get());
  const char* const reason = ERR_reason_error_string(ERR_peek_error());
  if (verdict != X509_V_OK)
    error_ = X509_verify_cert_error_string(verdict);
  else
    error_ = reason ? reason : "connection lost";
  ERR_clear_error();
}

std::string TlsClient::version() const { return SSL_get_version(ssl_.get()); }

bool TlsClient::send(std::string_view octets) {
  return octets.empty() || SSL_write(ssl_.get(), octets.data(), static_cast<int>(octets.size())) ==
                               static_cast<int>(octets.size());
}

void TlsClient::say_goodbye() { SSL_shutdown(ssl_.get()); }

bool TlsClient::more() {
  char room[16384];
  const int got = SSL_read(ssl_.get(), room, sizeof room);
  if (got > 0) {
    buffer_.append(room, static_cast<std::size_t>(got));
    return true;
  }
  notified_ = SSL_get_error(ssl_.get(), got) == SSL_ERROR_ZERO_RETURN;
  if (!notified_) note_error();
  return false;
}

std::string TlsClient::line() {
  std::size_t end;
  while ((end = buffer_.find('\n')) == std::string::npos)
    if (!more()) return std::exchange(buffer_, {});
  std::string text = buffer_.substr(0, end + 1);
  buffer_.erase(0, end + 1);
  return text;
}

std::string TlsClient::reply() {
  std::string whole;
  for (;;) {
    const std::string one = line();
    whole += one;
    if (one.size() < 4 || one[3] != '-') return whole;
  }
}

std::string TlsClient::exactly(std::size_t octets) {
  while (buffer_.size() < octets)
    if (!more()) return std::exchange(buffer_, {});
  std::string text = buffer_.substr(0, octets);
  buffer_.erase(0, octets);
  return text;
}

std::string TlsClient::until_end() {
  while (more()) {
  }
  return std::exchange(buffer_, {});
}

}  // namespace mailrig::wire
