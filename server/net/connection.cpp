#include "net/connection.hpp"

#include <algorithm>

#include "net/hanging.hpp"
#include "net/identities.hpp"
#include "net/pacing.hpp"
#include "net/step.hpp"
#include "net/tls_fault.hpp"

namespace mailrig::net {
namespace {

using Clock = std::chrono::steady_clock;
using State = Transfer::State;

constexpr std::chrono::seconds slice{1};       // of a delay, so that it can be ended
constexpr std::chrono::seconds last_words{1};  // how long a closing peer may still send
constexpr std::chrono::seconds handshake_patience{60};
constexpr std::chrono::hours no_timeout{24 * 365};
// RFC 5321 §4.5.3.2.6: no client has to wait longer for a reply. Beyond, a delay is a way to hang.
constexpr std::chrono::minutes longest_patience{10};
constexpr unsigned turn = 32;  // reads without waiting before others on the thread have theirs

// Stands in the frame of run().
struct Connection {
  std::shared_ptr<Wire> wire;
  std::unique_ptr<Session> session;
  Identities* identities = nullptr;  // null where no session asks for TLS
  bool told = false;                 // of the server's stop
  bool more_likely = false;          // the last read filled its room: try again before waiting
  bool first_write = true;
  std::size_t unsent = 0;  // of the last Write
  unsigned streak = 0;
};

void take(const Transfer& moved, std::size_t room, Connection& c, Step& step) {
  if (moved.state == State::ended) step.ending = Ending::client_fin;
  if (moved.state == State::lost) step.ending = lost(*c.wire);
  step.octets = moved.octets;
  c.more_likely = moved.octets == room || c.wire->holds_input();
}

// A Read that is held back by a rate, or that takes nothing.
Task<Step> read_slowly(Connection& c, const Read& read) {
  Step step;
  Wire& wire = *c.wire;
  const Time began = Clock::now();
  const Time limit = began + (read.timeout.count() > 0 ? read.timeout : Milliseconds(no_timeout));
  if (read.stop) {
    wire.close_window();
    const Wire::Rest rest = co_await wire.pause(limit, Wire::Watch::end);
    if (rest == Wire::Rest::over) step.interruption = Interruption::idle;
    if (rest == Wire::Rest::gone)
      step.ending = wire.departure() == Wire::Departure::fin ? Ending::client_fin : lost(wire);
    co_return step;
  }
  // A tenth of a second's worth at a time, then wait until it has become due.
  const std::span<char> room = c.session->prepare();
  const std::size_t most =
      std::min<std::uint64_t>(room.size(), std::max<std::uint64_t>(1, read.rate / 10));
  const std::span<char> part = room.first(most);
  const Transfer moved = co_await wire.await_input(part);
  step.octets = moved.octets;
  if (moved.state == State::ended) step.ending = Ending::client_fin;
  if (moved.state == State::lost || wire.aborted()) step.ending = lost(wire);
  if (moved.state == State::would_block && wire.timed_out()) step.interruption = Interruption::idle;
  if (moved.state != State::done) co_return step;
  const Time due = Clock::now() + std::chrono::microseconds(1'000'000 * step.octets / read.rate);
  wire.clear_deadline();
  const Wire::Rest rest = co_await wire.pause(due, Wire::Watch::loss);
  (void)rest;
  co_return step;
}

// Waits as long as `delay` says, in slices. Nothing if the octets may leave now.
Task<std::optional<Ending>> hold(Connection& c, const Delay& delay) {
  Wire& wire = *c.wire;
  std::optional<Hanging> place;
  if (delay.forever || delay.time > longest_patience) {
    place.emplace(wire.thread().pool);
    if (!place->granted()) co_return Ending::crowded;
  }
  const Time until = Clock::now() + (delay.forever ? Milliseconds(no_timeout) : delay.time);
  const Wire::Watch watch = delay.forever ? Wire::Watch::end : Wire::Watch::loss;
  for (;;) {
    const Time now = Clock::now();
    if (now >= until || wire.stopping() || !c.session->holds()) break;
    const Time next = std::min<Time>(until, now + slice);
    const Wire::Rest rest = co_await wire.pause(next, watch);
    if (rest == Wire::Rest::gone)
      co_return wire.departure() == Wire::Departure::fin ? Ending::client_fin : lost(wire);
  }
  co_return std::nullopt;
}

// A Write with a delay or a pace.
Task<Step> write_slowly(Connection& c, const Write& write) {
  Step step;
  Wire& wire = *c.wire;
  step.unsent = write.octets.size();
  if (write.delay.any()) {
    const std::optional<Ending> held = co_await hold(c, write.delay);
    step.ending = held;
    if (held) co_return step;
  }
  step.early_input = wire.input_waits();
  std::string_view rest = write.octets;
  if (write.pace.cut) rest = rest.substr(0, write.pace.cut);
  while (!rest.empty()) {
    const Piece piece = next_piece(rest, write.pace);
    const std::string_view now = rest.substr(0, piece.octets);
    const std::size_t unsent = co_await wire.send_all(now);
    rest.remove_prefix(piece.octets - unsent);
    step.unsent -= piece.octets - unsent;
    if (unsent) {
      step.ending = lost(wire);
      co_return step;
    }
    if (rest.empty()) break;
    Delay pause;
    pause.time = piece.pause;
    const std::optional<Ending> held = co_await hold(c, pause);
    step.ending = held;
    if (held) co_return step;
  }
  co_return step;
}

// What still comes behind a half-close, until the end of it or `patience` of silence.
Task<void> overhear(Connection& c, Milliseconds patience) {
  Wire& wire = *c.wire;
  char room[4096];
  while (!wire.stopping()) {
    const Transfer moved = wire.receive(room);
    if (moved.octets) c.session->overheard({room, moved.octets}, Clock::now());
    if (moved.state == State::ended || moved.state == State::lost) break;
    if (moved.state == State::done) continue;
    wire.set_deadline(Clock::now() + patience);
    const Socket::wait_type need = wire.receive_needs();
    const bool ready = co_await wire.socket().wait(need);
    wire.clear_deadline();
    if (!ready) break;  // silence, or the server stops
  }
}

// A Close. The session hears of it when it is done.
Task<void> part(Connection& c, const Close& close) {
  Wire& wire = *c.wire;
  if (close.how == Close::How::rst) {
    wire.reset();
    co_return;
  }
  wire.set_interruptible(Wire::Interruptible::by_stop);
  if (close.how == Close::How::half) {
    wire.finish_sending();
    const Milliseconds patience =
        close.patience.count() > 0 ? close.patience : Milliseconds(no_timeout);
    co_await overhear(c, patience);
  } else {
    const Time until = Clock::now() + last_words;
    const auto farewell =
        close.how == Close::How::truncate ? Wire::Farewell::truncated : Wire::Farewell::said;
    co_await wire.finish(until, farewell);
  }
  wire.close();
}

// Instead of a handshake, what a rule says: once the client has begun, so that it has surely read
// what was said before. Nothing if a hang was ended and the handshake is to go on.
Task<std::optional<Ending>> spoil(Connection& c, TlsFault fault) {
  Wire& wire = *c.wire;
  if (fault == TlsFault::hang) {
    Delay delay;
    delay.forever = true;
    const std::optional<Ending> held = co_await hold(c, delay);
    co_return held;
  }
  char scratch[4096];
  const std::span<char> room = scratch;
  if (wire.stopping()) co_return Ending::aborted;
  const Transfer begun = co_await wire.await_input(room);
  if (begun.state == State::ended) co_return Ending::client_fin;
  if (begun.state == State::lost) co_return lost(wire);
  if (fault == TlsFault::rst) {
    wire.reset();
    co_return Ending::carried_out;
  }
  const std::string_view octets = octets_of(fault);
  const std::size_t unsent = co_await wire.send_all(octets);
  (void)unsent;
  const Time until = Clock::now() + last_words;
  co_await wire.finish(until, Wire::Farewell::said);
  co_return Ending::carried_out;
}

// A StartTls. Tells the session how it went; the step says whether that was the end.
Task<Step> secure(Connection& c, const StartTls& start) {
  Step step;
  Wire& wire = *c.wire;
  TlsFailure failure;
  wire.set_deadline(Clock::now() + handshake_patience);
  wire.set_interruptible(Wire::Interruptible::by_stop);
  if (const auto fault = parse_tls_fault(start.plan.fail)) {
    const std::optional<Ending> ended = co_await spoil(c, *fault);
    if (ended) {
      step.ending = ended;
      failure.planned = true;
      failure.why = "handshake fault: " + start.plan.fail;
      c.session->tls_failed(failure, Clock::now());
      co_return step;
    }
  }
  const auto context = c.identities->context(start.plan.certificate);
  if (!context) {
    step.ending = Ending::carried_out;
    failure.why = "no handshake: " + context.error().what;
    c.session->tls_failed(failure, Clock::now());
    co_return step;
  }
  wire.set_deadline(Clock::now() + handshake_patience);
  wire.encrypt(std::make_unique<TlsChannel>(*context, start.plan, wire.socket().native_handle(),
                                            start.ahead));
  const Wire::Handshake handshake = co_await wire.shake_hands();
  switch (handshake) {
    case Wire::Handshake::done:
      c.more_likely = wire.holds_input();
      c.session->tls_started(wire.tls()->info(), Clock::now());
      co_return step;
    case Wire::Handshake::failed:
      failure = wire.tls()->failure();
      step.ending = wire.tls()->ended()   ? Ending::client_fin
                    : wire.tls()->reset() ? Ending::client_reset
                                          : Ending::carried_out;
      break;
    case Wire::Handshake::timed_out:
      failure.why = "the client did not finish its handshake within 60 s";
      step.ending = Ending::carried_out;
      break;
    case Wire::Handshake::stopped:
      failure.why = "the server stopped during the handshake";
      step.ending = Ending::aborted;
      break;
  }
  c.session->tls_failed(failure, Clock::now());
  const Time until = Clock::now() + last_words;
  co_await wire.finish(until, Wire::Farewell::truncated);
  co_return step;
}

Task<void> run(Connection c) {
  Wire& wire = *c.wire;
  Session& session = *c.session;
  Time now = Clock::now();
  for (;;) {
    const Action action = session.next(now);
    Step step;
    if (const Read* read = std::get_if<Read>(&action)) {
      if (wire.stopping() && !c.told) {
        c.told = true;
        session.interrupted(Interruption::shutdown, now);
        continue;
      }
      if (wire.aborted()) {
        step.ending = Ending::aborted;
      } else if (read->rate || read->stop) {
        if (read->timeout.count() > 0) wire.set_deadline(now + read->timeout);
        wire.set_interruptible(read->wake_on_change ? Wire::Interruptible::by_change
                                                    : Wire::Interruptible::by_stop);
        const Step slow = co_await read_slowly(c, *read);
        step = slow;
        now = Clock::now();
      } else {
        const std::span<char> room = session.prepare();
        Transfer moved{0, State::would_block};
        if (c.more_likely && ++c.streak < turn) moved = wire.receive(room);
        if (moved.state == State::would_block) {
          c.streak = 0;
          if (read->timeout.count() > 0) wire.set_deadline(now + read->timeout);
          wire.set_interruptible(read->wake_on_change ? Wire::Interruptible::by_change
                                                      : Wire::Interruptible::by_stop);
          if (wire.tls()) {
            const Transfer inside = co_await wire.await_input(room);
            moved = inside;
          } else {
            const Transfer received = co_await wire.socket().read(room);
            moved = received;
          }
          now = Clock::now();
          if (moved.state == State::would_block) {
            if (wire.aborted())
              moved.state = State::lost;
            else if (wire.timed_out())
              step.interruption = Interruption::idle;
          }
        }
        take(moved, room.size(), c, step);
      }
      wire.clear_deadline();
      wire.set_interruptible(Wire::Interruptible::no);
      const bool changed = wire.take_change();
      if (!step.interruption && !step.ending && !step.octets && changed)
        step.interruption = Interruption::changed;
      if (step.octets) session.commit(step.octets, now);
      if (step.interruption) session.interrupted(*step.interruption, now);
      if (!step.ending) continue;
    } else if (const Write* write = std::get_if<Write>(&action)) {
      if (write->delay.any() || write->pace.any()) {
        const Step slow = co_await write_slowly(c, *write);
        step = slow;
        now = Clock::now();
      } else {
        step.early_input = (c.first_write || c.more_likely) && wire.input_waits();
        const Transfer moved =
            write->last ? wire.send_before_end(write->octets) : wire.send(write->octets);
        step.unsent = write->octets.size() - moved.octets;
        if (moved.state == State::lost) {
          step.ending = lost(wire);
        } else if (step.unsent) {
          const std::string_view rest = write->octets.substr(moved.octets);
          const std::size_t unsent = co_await wire.send_all(rest);
          step.unsent = unsent;
          if (unsent) step.ending = lost(wire);
          now = Clock::now();
        }
      }
      c.first_write = false;
      c.unsent = step.unsent;
      if (!step.ending) {
        session.wrote(step.early_input, now);
        continue;
      }
    } else if (const Close* close = std::get_if<Close>(&action)) {
      if (close->asked && close->how == Close::How::fin && wire.finish_at_once()) {
        wire.close();
      } else {
        co_await part(c, *close);
      }
      step.ending = Ending::carried_out;
    } else {
      const StartTls& start = std::get<StartTls>(action);
      const Step secured = co_await secure(c, start);
      step = secured;
      wire.clear_deadline();
      wire.set_interruptible(Wire::Interruptible::no);
      now = Clock::now();
      if (!step.ending) continue;
    }
    // What broke TLS off later; secure() has told of the handshake.
    if (wire.tls() && wire.tls()->failed() && !std::holds_alternative<StartTls>(action))
      session.tls_failed(wire.tls()->failure(), now);
    session.closed(*step.ending, c.unsent, Clock::now());
    wire.close();
    co_return;
  }
}

// What becomes of an ended connection: an exception is a bug or no memory, and ends this one only.
struct Ended {
  std::shared_ptr<Wire> wire;

  void operator()(std::exception_ptr error) const {
    if (!error) return;
    wire->thread().pool.report(error);
    wire->reset();
  }
};

}  // namespace

void drive(std::shared_ptr<Wire> wire, std::unique_ptr<Session> session, Identities* identities) {
  Connection connection;
  connection.wire = wire;
  connection.session = std::move(session);
  connection.identities = identities;
  spawn(run(std::move(connection)), Ended{std::move(wire)});
}

}  // namespace mailrig::net
