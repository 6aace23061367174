// A session's conversation as text for people.
#pragma once

#include <string>
#include <vector>

#include "json/record_json.hpp"
#include "store/store.hpp"

namespace mailrig::api {

// A line an event: milliseconds since connect, who (`C:` `S:` `--`), what. Control characters and
// what is not UTF-8 appear as \xNN, so that a mail cannot steer a terminal.
std::string transcript_text(const SessionState& session, const std::vector<Event>& events,
                            json::Secrets secrets);

// The events of a session in order, with those of its transactions.
std::vector<Event> conversation(const Store& store, const SessionRecord& session);

}  // namespace mailrig::api
