// Carries out the lines of a scene: a server of its own, its rules, and clients on real sockets.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "rig/rig.hpp"
#include "wire/attempt.hpp"
#include "wire/catalogue/scene.hpp"
#include "wire/client.hpp"
#include "wire/tls_client.hpp"

namespace mailrig::wire {

class Stage {
 public:
  Stage();
  // What is not as the line says; empty: it is.
  std::string play(const Line& line);

 private:
  using Clock = std::chrono::steady_clock;
  struct Verb;
  struct Guest {
    explicit Guest(std::uint16_t port) : plain(port) {}
    bool send(std::string_view octets);
    std::string line();
    std::string exactly(std::size_t octets);

    Client plain;
    std::unique_ptr<TlsClient> tls;
    Clock::time_point acted = Clock::now();  // when it connected or last said something
  };

  HttpReply ask(const std::string& method, const std::string& target, const std::string& body);
  Guest& guest() { return *guests_.at(current_); }
  std::string say(const std::string& octets);
  // A whole reply; the first of its lines without CRLF.
  std::string reply();

  // The verbs: an argument in, what is wrong out.
  std::string add_rule(const std::string& json);
  std::string put_scenario(const std::string& json);
  std::string disarm(const std::string&);
  std::string advance(const std::string& time);
  std::string use_listener(const std::string& name);
  std::string connect(const std::string& how);
  std::string greet(const std::string&);
  std::string turn_to(const std::string& number);
  std::string say_line(const std::string& text) { return say(text + "\r\n"); }
  std::string say_octets(const std::string& text);
  std::string leave(const std::string&);
  std::string see_line(const std::string& glob);
  std::string see_lines_to(const std::string& glob);
  std::string see_octets(const std::string& text);
  std::string see_nothing(const std::string& time);
  std::string see_time(const std::string& bounds);
  std::string see_fin(const std::string&);
  std::string see_reset(const std::string&);
  std::string see_truncation(const std::string&);
  std::string shake_hands(const std::string& how);
  std::string deliver(const std::string& mail);
  std::string flood(const std::string& mebibytes);
  std::string claim(const std::string& what);

  Rig rig_;
  std::string listener_ = "smtp";
  std::vector<std::unique_ptr<Guest>> guests_;
  std::vector<std::unique_ptr<Attempt>> attempts_;
  std::size_t current_ = 0;
};

}  // namespace mailrig::wire
