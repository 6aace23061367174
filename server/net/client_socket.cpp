#include "net/client_socket.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace mailrig::net {
namespace {

using Clock = std::chrono::steady_clock;
constexpr Milliseconds kSlice{100};  // how soon a stop is noticed

std::string say(int error) {
  if (error == ECONNREFUSED) return "nothing listens there";
  return std::generic_category().message(error);
}

struct Addresses {
  addrinfo* first = nullptr;
  ~Addresses() {
    if (first) ::freeaddrinfo(first);
  }
};

}  // namespace

void ClientSocket::Free::operator()(SSL* ssl) const { SSL_free(ssl); }
void ClientSocket::Free::operator()(SSL_CTX* context) const { SSL_CTX_free(context); }

ClientSocket::ClientSocket(const smtp::Target& target, const std::atomic<bool>* stop)
    : target_(target), stop_(stop) {}

ClientSocket::~ClientSocket() {
  if (ssl_ && SSL_is_init_finished(ssl_.get())) SSL_shutdown(ssl_.get());
}

bool ClientSocket::wait(short events, Time until) const {
  pollfd one{socket_.get(), events, 0};
  for (;;) {
    if (stopped()) return false;
    const auto left = std::chrono::ceil<Milliseconds>(until - Clock::now());
    if (left.count() <= 0) return false;
    const int ready = ::poll(&one, 1, static_cast<int>(std::min(left, kSlice).count()));
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) return false;
  }
}

std::string ClientSocket::late() const {
  if (stopped()) return "stopped";
  return "no answer within " + std::to_string(target_.patience.count()) + " ms";
}

std::string ClientSocket::connect() {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  Addresses found;
  const std::string port = std::to_string(target_.port);
  if (::getaddrinfo(target_.host.c_str(), port.c_str(), &hints, &found.first) != 0)
    return "there is no host of that name";
  std::string why = "there is no address to connect to";
  const Time until = Clock::now() + target_.patience;
  for (const addrinfo* each = found.first; each; each = each->ai_next) {
    socket_ = Descriptor(::socket(each->ai_family, each->ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK,
                                  each->ai_protocol));
    if (socket_.get() < 0) {
      why = say(errno);
      continue;
    }
    int error = 0;
    if (::connect(socket_.get(), each->ai_addr, each->ai_addrlen) != 0) {
      if (errno != EINPROGRESS) {
        why = say(errno);
        continue;
      }
      if (!wait(POLLOUT, until)) return late();
      socklen_t size = sizeof error;
      ::getsockopt(socket_.get(), SOL_SOCKET, SO_ERROR, &error, &size);
    }
    if (error == 0) {
      const int on = 1;
      ::setsockopt(socket_.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      return {};
    }
    why = say(error);
  }
  return why;
}

std::string ClientSocket::send(std::string_view octets) {
  while (!octets.empty()) {
    const Time until = Clock::now() + target_.patience;
    if (ssl_) {
      ERR_clear_error();
      const int sent = SSL_write(ssl_.get(), octets.data(),
                                 static_cast<int>(std::min<std::size_t>(octets.size(), 1 << 30)));
      if (sent > 0)
        octets.remove_prefix(static_cast<std::size_t>(sent));
      else if (!wait_for_tls(sent, until))
        return tls_error(sent);
      continue;
    }
    const ssize_t sent = ::send(socket_.get(), octets.data(), octets.size(), MSG_NOSIGNAL);
    if (sent > 0)
      octets.remove_prefix(static_cast<std::size_t>(sent));
    else if (errno != EAGAIN && errno != EINTR)
      return errno == EPIPE || errno == ECONNRESET ? "the server closed the connection"
                                                   : say(errno);
    else if (!wait(POLLOUT, until))
      return late();
  }
  return {};
}

std::string ClientSocket::receive(std::span<char> room, std::size_t& taken) {
  const Time until = Clock::now() + target_.patience;
  for (;;) {
    if (ssl_) {
      ERR_clear_error();
      const int got = SSL_read(ssl_.get(), room.data(), static_cast<int>(room.size()));
      if (got > 0) {
        taken = static_cast<std::size_t>(got);
        return {};
      }
      if (!wait_for_tls(got, until)) return tls_error(got);
      continue;
    }
    const ssize_t got = ::recv(socket_.get(), room.data(), room.size(), 0);
    if (got > 0) {
      taken = static_cast<std::size_t>(got);
      return {};
    }
    if (got == 0) return "the server closed the connection";
    if (errno == ECONNRESET) return "the server reset the connection";
    if (errno != EAGAIN && errno != EINTR) return say(errno);
    if (!wait(POLLIN, until)) return late();
  }
}

bool ClientSocket::wait_for_tls(int result, Time until) {
  const int error = SSL_get_error(ssl_.get(), result);
  if (error == SSL_ERROR_WANT_READ) return wait(POLLIN, until);
  if (error == SSL_ERROR_WANT_WRITE) return wait(POLLOUT, until);
  return false;
}

std::string ClientSocket::tls_error(int result) const {
  const int error = SSL_get_error(ssl_.get(), result);
  if (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE) return late();
  if (error == SSL_ERROR_ZERO_RETURN) return "the server closed the connection";
  if (const long why = SSL_get_verify_result(ssl_.get());
      why != X509_V_OK && !target_.ca_file.empty())
    return std::string("the certificate is not accepted: ") + X509_verify_cert_error_string(why);
  if (const unsigned long code = ERR_peek_error()) {
    const char* const reason = ERR_reason_error_string(code);
    return std::string("TLS failed: ") + (reason ? reason : "for an unknown reason");
  }
  return "the server closed the connection without ending TLS";
}

std::string ClientSocket::handshake() {
  ERR_clear_error();
  context_.reset(SSL_CTX_new(TLS_client_method()));
  if (!context_) return "TLS is not available";
  if (!target_.ca_file.empty()) {
    if (SSL_CTX_load_verify_locations(context_.get(), target_.ca_file.c_str(), nullptr) != 1)
      return "\"" + target_.ca_file + "\" holds no certificate in PEM";
    SSL_CTX_set_verify(context_.get(), SSL_VERIFY_PEER, nullptr);
  }
  ssl_.reset(SSL_new(context_.get()));
  const std::string& name = target_.server_name.empty() ? target_.host : target_.server_name;
  unsigned char literal[sizeof(in6_addr)];
  const bool is_name = ::inet_pton(AF_INET, name.c_str(), literal) != 1 &&
                       ::inet_pton(AF_INET6, name.c_str(), literal) != 1;
  // RFC 6066 §3: addresses are no server names.
  if (is_name) SSL_set_tlsext_host_name(ssl_.get(), name.c_str());
  if (is_name)
    SSL_set1_host(ssl_.get(), name.c_str());
  else
    X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl_.get()), name.c_str());
  SSL_set_fd(ssl_.get(), socket_.get());
  const Time until = Clock::now() + target_.patience;
  for (;;) {
    ERR_clear_error();
    const int done = SSL_connect(ssl_.get());
    if (done == 1) return {};
    if (!wait_for_tls(done, until)) return tls_error(done);
  }
}

std::string ClientSocket::version() const {
  return std::string(SSL_get_version(ssl_.get())) + ", " + SSL_get_cipher_name(ssl_.get());
}

void ClientSocket::rest(Milliseconds time) const {
  const Time until = Clock::now() + time;
  while (!stopped() && Clock::now() < until)
    ::poll(nullptr, 0,
           static_cast<int>(
               std::min(kSlice, std::chrono::ceil<Milliseconds>(until - Clock::now())).count()));
}

}  // namespace mailrig::net
