// One connected socket on its I/O thread, with a deadline and pauses; inside TLS once that is up.
// Knows no protocol.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "net/descriptor.hpp"
#include "net/io.hpp"
#include "net/io_pool.hpp"
#include "net/peer.hpp"
#include "net/socket.hpp"
#include "net/task.hpp"
#include "net/timer.hpp"
#include "net/tls_channel.hpp"
#include "net/transfer.hpp"
#include "store/event.hpp"

namespace mailrig::net {

class Wire final : public Guest, public std::enable_shared_from_this<Wire> {
 public:
  // On the thread's own thread.
  Wire(IoThread& thread, Descriptor socket, Peer peer);
  ~Wire() override;

  Socket& socket() { return socket_; }
  IoThread& thread() { return thread_; }
  const Peer& peer() const { return peer_; }

  // From now on everything goes through `tls`, which has to shake hands first.
  void encrypt(std::unique_ptr<TlsChannel> tls) { tls_ = std::move(tls); }
  // Until the deadline. After `failed` tls() says why.
  enum class Handshake : std::uint8_t { done, failed, timed_out, stopped };
  Task<Handshake> shake_hands();
  TlsChannel* tls() const { return tls_.get(); }

  // At once or not at all.
  Transfer receive(std::span<char> room);
  Transfer send(std::string_view octets, std::string_view more = {});
  // Where a FIN follows at once: the kernel may hold them back, to send both in one segment.
  Transfer send_before_end(std::string_view octets);
  bool input_waits() const;  // octets stand unread
  // Waits for input, and takes it. would_block: interrupted.
  Task<Transfer> await_input(std::span<char> room);
  // Octets that have left the socket wait in TLS: no event of the socket announces them.
  bool holds_input() const { return tls_ && tls_->holds_input(); }
  // What a transfer that would block waits for.
  Socket::wait_type receive_needs() const;
  Socket::wait_type send_needs() const;
  enum class Departure : std::uint8_t { none, fin, lost };
  Departure departure();  // also behind unread octets

  // Bounds the next wait on the socket: at `at` it is cancelled and timed_out() is true. The alarm
  // behind it is only set anew when it rings early, so that a read costs no more than this.
  void set_deadline(Time at);
  void clear_deadline() { deadline_.reset(); }
  bool timed_out() const { return timed_out_; }

  // Whether stop(), and changed() in the second case, cancel what the socket waits for.
  enum class Interruptible : std::uint8_t { no, by_stop, by_change };
  void set_interruptible(Interruptible how) { interruptible_ = how; }
  // True once after changed() cancelled a wait.
  bool take_change();

  bool stopping() const { return stopping_; }
  bool aborted() const { return aborted_; }
  bool unread() const { return unread_; }  // the peer took nothing for too long

  // Lets the peer send what its window allows already, and no more: before octets are left unread
  // on purpose, so that it notices soon.
  void close_window();

  // Waits until `until`, without taking octets. Ends early when woken, when the server stops, and
  // when the peer goes: `fin` counts as going only if asked for.
  enum class Rest : std::uint8_t { over, woken, gone };
  enum class Watch : std::uint8_t { loss, end };
  Task<Rest> pause(Time until, Watch watch);
  void wake();

  // Sends both, in this order, for as long as the peer takes something every now and then
  // (IoPool::write_patience). Octets not sent.
  Task<std::size_t> send_all(std::string_view octets, std::string_view more = {});
  void finish_sending();  // close_notify inside TLS, then FIN
  // What the peer has sent until now is all that there will be: true if close() may follow at once.
  bool finish_at_once();
  // Shuts sending down and takes what the peer still sends until its FIN, at most until `until`:
  // closing with octets unread would reset the connection and destroy what is under way.
  // Inside TLS a close_notify goes first, unless it is to look truncated.
  enum class Farewell : std::uint8_t { said, truncated };
  Task<void> finish(Time until, Farewell farewell);
  void close();
  void reset();

  void stop() override;
  void changed() override;
  void closed(std::uint64_t entrance) override;
  void abort() override;

 private:
  Transfer receive_bare(std::span<char> room);
  void deadline_rang();
  void watch();

  struct Deadline final : Reactor::Alarm {
    explicit Deadline(Wire& of) : wire(of) {}
    void ring() override { wire.deadline_rang(); }
    Wire& wire;
  };

  IoThread& thread_;
  Socket socket_;
  Peer peer_;
  std::unique_ptr<TlsChannel> tls_;
  Timer rest_;
  Deadline alarm_{*this};
  std::optional<Time> deadline_, armed_;  // armed_: what alarm_ is set to
  Interruptible interruptible_ = Interruptible::no;
  bool timed_out_ = false, changed_ = false, stopping_ = false, aborted_ = false;
  bool unread_ = false, woken_ = false, watching_ = false, talkative_ = false;
};

}  // namespace mailrig::net
