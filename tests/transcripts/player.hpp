// Plays dialogues against the SMTP state machine, without a socket and with a clock of its own.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenario/engine.hpp"
#include "smtp/session.hpp"
#include "store/store.hpp"
#include "transcripts/dialogue.hpp"

namespace mailrig::transcripts {

// How the client's octets reach the server.
enum class Manner { by_line, whole, seven, single };

// One connection: the driver's part, carried out at once.
class Connection {
 public:
  // `early`: the client speaks before it has heard anything.
  Connection(const smtp::Options& options, Store& store, Behavior& behavior, bool early = false);

  // Sends `octets`, at most `chunk` at a time. What the server does not take because it closed is
  // lost.
  void send(std::string_view octets, std::size_t chunk);
  void idle();
  void shutdown();
  // The handshake that the server asked for succeeds.
  void start_tls(std::string_view version);
  // It fails: `plaintext` came instead. The connection ends.
  void fail_tls(std::string_view plaintext);
  const std::optional<StartTls>& handshake() const { return handshake_; }
  // The client goes away. `lose`: what the server said last was not delivered.
  void leave(bool lose);

  // What the server said since the last call.
  std::string said();
  bool open() const { return open_; }
  std::optional<Close::How> closed_how() const { return how_; }
  // It closed as the client asked, behind a Write that was said to be the last.
  bool closed_as_asked() const { return asked_ && last_; }
  // Writes wait until the client leaves or delivers them.
  void hold_writes() { held_ = true; }
  const SessionRecord& record() const { return *record_; }

 private:
  void run();

  std::shared_ptr<SessionRecord> record_;
  std::unique_ptr<Session> session_;
  Time now_{};
  std::string said_;
  bool open_ = true;
  bool held_ = false;
  bool early_;
  std::size_t unsent_ = 0;
  std::optional<Read> reading_;
  std::optional<StartTls> handshake_;
  std::optional<Close::How> how_;
  bool asked_ = false, last_ = false;
};

// Plays it and compares; each difference is one sentence with file and line. Empty: as it should
// be.
std::vector<std::string> play(const Dialogue& dialogue, Manner manner);
// Plays it up to each step and has the client go away there, once with the last reply delivered
// and once without.
std::vector<std::string> play_cut(const Dialogue& dialogue);

}  // namespace mailrig::transcripts
