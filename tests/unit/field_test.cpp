#include "match/field.hpp"

#include <gtest/gtest.h>

namespace mailrig {
namespace {

TEST(Field, ReadsEveryNameAndWritesItBack) {
  for (const char* name :
       {"arg",  "ip",      "port",        "helo",     "user",      "mechanism",     "tls",
        "from", "subject", "from.domain", "to",       "to.domain", "header:X-Test", "body",
        "size", "verb",    "inbox",       "outcome",  "session",   "transaction",   "has",
        "read", "tag",     "listener",    "closedBy", "failed",
        "pipelinedUnannounced", "bareNewline", "starttlsInjection"}) {
    const auto field = parse_field(name);
    ASSERT_TRUE(field) << name;
    EXPECT_EQ(to_string(*field), name);
  }
}

TEST(Field, RefusesWhatIsNoName) {
  for (const char* name : {"", "From", "from.", "closed_by", "header", "header:", "header:a b",
                           "header:a:b", "header:\xc3\xbc", "recipient", " to"})
    EXPECT_FALSE(parse_field(name)) << name;
}

TEST(Field, ComparesHeaderNamesWithoutCase) {
  EXPECT_EQ(*parse_field("header:X-Shop"), *parse_field("header:x-SHOP"));
  EXPECT_FALSE(*parse_field("header:X-Shop") == *parse_field("header:X-Shops"));
  EXPECT_FALSE(*parse_field("header:subject") == *parse_field("subject"));
}

TEST(Field, KnowsNumbersAndBooleans) {
  EXPECT_EQ(kind_of(Field::port), FieldKind::number);
  EXPECT_EQ(kind_of(Field::size), FieldKind::number);
  EXPECT_EQ(kind_of(Field::read), FieldKind::boolean);
  EXPECT_EQ(kind_of(Field::failed), FieldKind::boolean);
  for (const Field text : {Field::session, Field::transaction, Field::listener, Field::outcome,
                           Field::tag, Field::has, Field::tls, Field::to, Field::header})
    EXPECT_EQ(kind_of(text), FieldKind::text);
}

}  // namespace
}  // namespace mailrig
