// A transcript file: what a client says, what the server must say, and what must be on record
// afterwards. Only reads it; the player carries it out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mailrig::transcripts {

// The format, a line each; `#` begins a comment line.
//   rule {json}          a rule armed before the client connects
//   scenario {json}      the same for a scenario
//   shipped NAME         and for scenarios/NAME.json
//   not over tcp         where its delays would be real
//   advance TIME         the policy clock jumps: 5m
//   state NAME STATE     the scenario of that name goes to a state
//   limit NAME N         a name of smtp/limit.hpp: message, mails, recipients, command-line …
//   option NAME VALUE    of the listener: tls none|starttls|implicit, tls-required yes, protocol
//                        lmtp, profile NAME, auth off|required, auth-without-tls 530|538|hide,
//                        user NAME:PASSWORD, off EXTENSION, trusted NETWORK|none, proxy yes
//   room N               octets of mail data that the store takes in flight
//   C: TEXT              the client sends TEXT and CRLF
//   C! TEXT              the client sends TEXT with escapes and no line end:
//                        \r \n \0 \t \\ \xHH, and \{600*x} for 600 times `x`
//   C& TEXT              the same, but all of it has arrived before the server looks, in every
//   manner S: GLOB              the server says this line; `*` any octets, `?` any one, `\` escapes
//   S..: GLOB            the server says any lines, up to this one
//   tls [VERSION]        the handshake that the server asks for succeeds
//   closed [fin|rst]     the server closes
//   idle | shutdown      nothing comes for as long as the server waits | the server is to stop
//   then WHAT VALUE      what must hold at the end:
//        messages N      kept
//        transactions N  recorded
//        outcome N WORD  outcome of the N-th transaction
//        raw N TEXT      content of the N-th transaction, escapes as in C!
//        recipients N A  addresses of the N-th transaction's recipients, joined by blanks
//        kept-for N A    those for whom the message is kept
//        data-replies N C  codes of LMTP's replies, one a recipient
//        parameters N P  of the sender | of each recipient
//        xforward N P    attributes of XFORWARD
//        user, mechanism, client, tls VALUE   what is known of the client at the end
//        marks WORDS     of pipelined, bare-newline, injection; or none
//        note GLOB       a line of the transcript says this
//        no-note GLOB    no line of the transcript says this
//        closed-by WORD  client, server, rule, shutdown
struct Step {
  enum class Kind {
    client,
    burst,
    server,
    server_until,
    tls,
    closed,
    idle,
    shutdown,
    advance,
    state
  };
  Kind kind;
  std::string text;  // client, burst: octets; server: glob; closed: how, or empty
  int line = 0;      // in the file
};

struct Claim {
  std::string what;
  std::size_t which = 0;
  std::string value;
  int line = 0;
};

struct Limit {
  std::string name;
  std::uint64_t value = 0;
};

struct Option {
  std::string name, value;
};

struct Dialogue {
  std::string file;
  std::vector<Option> options;
  std::vector<std::string> rules, scenarios;
  bool over_tcp = true;
  std::vector<Limit> limits;
  std::vector<Step> steps;
  std::vector<Claim> claims;

  // All that the client says, in one piece; false if it waits in between for something that is not
  // a reply.
  bool in_one_piece() const;
  std::string client_octets() const;
};

// Throws std::runtime_error with file and line if it cannot be read.
Dialogue read_dialogue(const std::string& path);
// All *.txt of this folder, in order.
std::vector<std::string> dialogue_files();

bool glob_matches(std::string_view glob, std::string_view text);
std::string unescape(std::string_view text);

}  // namespace mailrig::transcripts
