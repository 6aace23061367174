// A whole mail as it is understood: everything that can be derived from its octets at once.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mail/link.hpp"
#include "mail/mime.hpp"
#include "mail/unsubscribe.hpp"

namespace mailrig {

struct Reading {
  struct PartLink {
    Link link;
    std::size_t part = 0;  // index
  };

  Mime mime;                        // with all diagnostics, in the order of their offsets
  std::vector<std::size_t> sizes;   // of each part's content in octets, decoded
  std::optional<std::string> text;  // as text_of() gives it
  std::optional<std::string> html;
  std::vector<PartLink> links;      // of all text and HTML parts of the mail itself, in order
  std::vector<std::string> codes;   // of the subject and of those parts
  std::vector<std::string> remote;  // what the HTML would load from other places
  std::optional<Unsubscribe> unsubscribe;
};

Reading read_message(std::string_view message);

// The HTML goes, and of the text all but its snippet: what a large mail is nearly all of.
Reading without_bodies(Reading reading);

// About what it takes in memory.
std::size_t memory_of(const Reading& reading);

// The URLs of its links alone, in the same order.
std::vector<std::string> urls_of(std::string_view message);

}  // namespace mailrig
