#include "net/tls_channel.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <stdexcept>

namespace mailrig::net {

// OpenSSL's way to the socket. Not its own: that one raises SIGPIPE, and knows no octets that were
// read before it came.
struct TlsSocket {
  static TlsChannel& of(BIO* bio) { return *static_cast<TlsChannel*>(BIO_get_data(bio)); }

  static bool later(BIO* bio, int flags) {
    if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) return false;
    BIO_set_flags(bio, flags | BIO_FLAGS_SHOULD_RETRY);
    return true;
  }

  static int read(BIO* bio, char* room, int size) {
    TlsChannel& channel = of(bio);
    BIO_clear_retry_flags(bio);
    if (channel.ahead_taken_ < channel.ahead_.size()) {
      const std::size_t n =
          std::min(static_cast<std::size_t>(size), channel.ahead_.size() - channel.ahead_taken_);
      std::memcpy(room, channel.ahead_.data() + channel.ahead_taken_, n);
      channel.ahead_taken_ += n;
      channel.note_input(room, n);
      return static_cast<int>(n);
    }
    if (channel.inlet_taken_ < channel.inlet_filled_) {
      const std::size_t n =
          std::min(static_cast<std::size_t>(size), channel.inlet_filled_ - channel.inlet_taken_);
      std::memcpy(room, channel.inlet_.get() + channel.inlet_taken_, n);
      channel.inlet_taken_ += n;
      return static_cast<int>(n);
    }
    const ssize_t got = ::recv(channel.socket_, room, static_cast<std::size_t>(size), MSG_DONTWAIT);
    if (got > 0 && channel.shaking_) channel.note_input(room, static_cast<std::size_t>(got));
    if (got == 0) channel.peer_ended_ = true;
    if (got < 0 && !later(bio, BIO_FLAGS_READ)) channel.peer_reset_ = true;
    return static_cast<int>(got);
  }

  static int write(BIO* bio, const char* octets, int size) {
    TlsChannel& channel = of(bio);
    BIO_clear_retry_flags(bio);
    const ssize_t sent = ::send(channel.socket_, octets, static_cast<std::size_t>(size),
                                MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent < 0 && !later(bio, BIO_FLAGS_WRITE)) channel.peer_reset_ = true;
    return static_cast<int>(sent);
  }

  static long control(BIO* bio, int command, long, void*) {
    if (command == BIO_CTRL_EOF) return of(bio).peer_ended_ ? 1 : 0;
    return command == BIO_CTRL_FLUSH ? 1 : 0;
  }

  static BIO_METHOD* make_method() {
    BIO_METHOD* method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "mailrig socket");
    if (!method) throw std::bad_alloc();
    BIO_meth_set_read(method, read);
    BIO_meth_set_write(method, write);
    BIO_meth_set_ctrl(method, control);
    return method;
  }

  static BIO* open(TlsChannel& channel) {
    static BIO_METHOD* const method = make_method();
    BIO* bio = BIO_new(method);
    if (!bio) throw std::bad_alloc();
    BIO_set_data(bio, &channel);
    BIO_set_init(bio, 1);
    return bio;
  }
};

namespace {

constexpr int default_least = TLS1_2_VERSION;
// A record with a command, or with a small mail, fits; each session has one.
constexpr std::size_t inlet_size = 2'048;
constexpr std::size_t alert_size = 7;  // of a record in the clear that is one
constexpr char alert_record = 21;

// 0: as configured.
int version_of(std::string_view text) {
  if (text == "1.0") return TLS1_VERSION;
  if (text == "1.1") return TLS1_1_VERSION;
  if (text == "1.2") return TLS1_2_VERSION;
  if (text == "1.3") return TLS1_3_VERSION;
  return 0;
}

void apply(SSL* ssl, const TlsPlan& plan) {
  const int most = version_of(plan.max);
  int least = version_of(plan.min);
  if (!least) least = most && most < default_least ? TLS1_VERSION : default_least;
  if (least < default_least) {
    // OpenSSL 3 gives SHA-1 signatures, which these need, no security level above 0.
    SSL_set_security_level(ssl, 0);
    SSL_set_cipher_list(ssl, "ALL:@SECLEVEL=0");
  }
  SSL_set_min_proto_version(ssl, least);
  if (most) SSL_set_max_proto_version(ssl, most);
}

// "unknown CA" to "unknown_ca", as RFC 8446 §6 has it.
std::string alert_name(int value) {
  std::string name = SSL_alert_desc_string_long(value);
  for (char& c : name)
    c = c == ' ' ? '_' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return name;
}

}  // namespace

void TlsChannel::SslFree::operator()(SSL* ssl) const { SSL_free(ssl); }

TlsChannel::TlsChannel(SSL_CTX* context, const TlsPlan& plan, int socket, std::string ahead)
    : socket_(socket), ahead_(std::move(ahead)), ssl_(SSL_new(context)) {
  if (!ssl_) throw std::bad_alloc();
  BIO* const bio = TlsSocket::open(*this);
  SSL_set_bio(ssl_.get(), bio, bio);
  SSL_set_app_data(ssl_.get(), this);
  SSL_set_info_callback(ssl_.get(), on_event);
  apply(ssl_.get(), plan);
  SSL_set_accept_state(ssl_.get());
}

TlsChannel::~TlsChannel() = default;

// No protocol identifier is registered for SMTP (RFC 7301 §6): none is chosen, the offer is noted.
int TlsChannel::on_alpn(SSL* ssl, const unsigned char**, unsigned char*,
                        const unsigned char* offered, unsigned size, void*) {
  auto* channel = static_cast<TlsChannel*>(SSL_get_app_data(ssl));
  channel->alpn_.clear();
  for (unsigned at = 0; at < size && at + offered[at] < size; at += 1 + offered[at]) {
    if (at) channel->alpn_ += ',';
    channel->alpn_.append(reinterpret_cast<const char*>(offered) + at + 1, offered[at]);
  }
  return SSL_TLSEXT_ERR_NOACK;
}

void TlsChannel::prepare(SSL_CTX* context) {
  SSL_CTX_set_alpn_select_cb(context, on_alpn, nullptr);
}

void TlsChannel::note_input(const char* octets, std::size_t n) {
  // RFC 8446 §5.1, §6: type, version, length, then level and description.
  const bool alert = n == alert_size && octets[0] == alert_record;
  last_alert_ = alert ? static_cast<unsigned char>(octets[alert_size - 1]) : -1;
  constexpr std::size_t most = 1'000;
  first_.append(octets, std::min(n, most - std::min(most, first_.size())));
}

void TlsChannel::on_event(const SSL* ssl, int where, int value) {
  if (!(where & SSL_CB_ALERT) || (value & 0xff) == SSL_AD_CLOSE_NOTIFY) return;
  auto* channel = static_cast<TlsChannel*>(SSL_get_app_data(ssl));
  channel->alert_ = alert_name(value);
  channel->alert_from_client_ = (where & SSL_CB_READ) != 0;
}

TlsChannel::Need TlsChannel::need() const {
  return SSL_want(ssl_.get()) == SSL_WRITING ? Need::room : Need::input;
}

void TlsChannel::note_failure(int error) {
  if (failed()) return;
  // A client that refuses the version says so in a record of its own version, which OpenSSL
  // rejects.
  if (error == SSL_ERROR_SSL && last_alert_ >= 0 && alert_.empty()) {
    alert_ = alert_name(last_alert_);
    alert_from_client_ = true;
  }
  failure_.alert = alert_;
  failure_.from_client = alert_from_client_;
  // RFC 8446 §5.1: a record of a handshake begins with 22. Old ClientHellos begin with 128.
  if (!first_.empty() && first_[0] != 22 && static_cast<unsigned char>(first_[0]) != 128)
    failure_.plaintext = std::move(first_);
  const char* const reason = ERR_reason_error_string(ERR_peek_error());
  if (!alert_.empty() && alert_from_client_)
    failure_.why = "the client sent the alert " + alert_;
  else if (error == SSL_ERROR_SSL && reason && !peer_ended_ && !peer_reset_)
    failure_.why =
        std::string(reason) + (alert_.empty() ? "" : ", answered with the alert " + alert_);
  else if (peer_reset_)
    failure_.why = "the client reset the connection";
  else
    failure_.why = "the client closed the connection";
  ERR_clear_error();
}

TlsChannel::Need TlsChannel::handshake() {
  ERR_clear_error();
  const int result = SSL_do_handshake(ssl_.get());
  if (result == 1) {
    std::string().swap(ahead_);
    ahead_taken_ = 0;
    std::string().swap(first_);
    shaking_ = false;
    return Need::nothing;
  }
  const int error = SSL_get_error(ssl_.get(), result);
  if (error == SSL_ERROR_WANT_READ) return Need::input;
  if (error == SSL_ERROR_WANT_WRITE) return Need::room;
  note_failure(error);
  return Need::end;
}

TlsInfo TlsChannel::info() const {
  TlsInfo info;
  info.version = SSL_get_version(ssl_.get());
  info.cipher = SSL_get_cipher_name(ssl_.get());
  if (const char* name = SSL_get_servername(ssl_.get(), TLSEXT_NAMETYPE_host_name)) info.sni = name;
  info.alpn = alpn_;
  return info;
}

TlsFailure TlsChannel::failure() { return failure_; }

Transfer TlsChannel::outcome(int result) {
  const int error = SSL_get_error(ssl_.get(), result);
  if (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE)
    return {0, Transfer::State::would_block};
  if (error == SSL_ERROR_ZERO_RETURN) return {0, Transfer::State::ended};
  note_failure(error);
  return {0, Transfer::State::lost};
}

std::span<char> TlsChannel::inlet() {
  if (!inlet_) inlet_ = std::make_unique_for_overwrite<char[]>(inlet_size);
  return {inlet_.get(), inlet_size};
}

void TlsChannel::admit(std::size_t n) {
  inlet_filled_ = n;
  inlet_taken_ = 0;
}

// As many records as have come and fit: then nothing but what did not fit is left in here.
Transfer TlsChannel::receive(std::span<char> room) {
  Transfer moved;
  while (moved.octets < room.size()) {
    ERR_clear_error();
    std::size_t taken = 0;
    const int result =
        SSL_read_ex(ssl_.get(), room.data() + moved.octets, room.size() - moved.octets, &taken);
    if (result == 1) {
      moved.octets += taken;
      if (!SSL_has_pending(ssl_.get())) break;
      continue;
    }
    const Transfer stopped = outcome(result);
    // What came before the end is handed on first; the end comes again.
    if (moved.octets == 0 || stopped.state == Transfer::State::lost) moved.state = stopped.state;
    break;
  }
  return moved;
}

Transfer TlsChannel::send(std::string_view octets) {
  Transfer moved;
  while (moved.octets < octets.size()) {
    ERR_clear_error();
    std::size_t sent = 0;
    const int result =
        SSL_write_ex(ssl_.get(), octets.data() + moved.octets, octets.size() - moved.octets, &sent);
    if (result != 1) {
      moved.state = outcome(result).state;
      break;
    }
    moved.octets += sent;
  }
  return moved;
}

bool TlsChannel::holds_input() const {
  return inlet_taken_ < inlet_filled_ || SSL_has_pending(ssl_.get()) == 1;
}

void TlsChannel::say_goodbye() {
  ERR_clear_error();
  if (!failed() && SSL_is_init_finished(ssl_.get())) SSL_shutdown(ssl_.get());
  ERR_clear_error();
}

}  // namespace mailrig::net
