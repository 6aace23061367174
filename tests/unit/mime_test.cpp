#include "mail/mime.hpp"

#include <gtest/gtest.h>

#include <chrono>

#include "mail/part_content.hpp"

namespace mailrig {
namespace {

// The tree as text: type of each part, its children in brackets.
std::string shape(const Mime& mime, std::uint32_t index = 0) {
  std::string out = mime.parts[index].type.value, children;
  for (std::uint32_t i = index + 1; i < mime.parts.size(); ++i)
    if (mime.parts[i].parent == index) children += (children.empty() ? "" : " ") + shape(mime, i);
  return mime.parts[index].container ? out + "[" + children + "]" : out;
}

std::string kinds(const Mime& mime) {
  std::string out;
  for (const Diagnostic& each : mime.diagnostics.all())
    out.append(out.empty() ? "" : " ").append(to_string(each.defect));
  return out;
}

std::string with_type(const std::string& type, const std::string& body) {
  return "MIME-Version: 1.0\r\nContent-Type: " + type + "\r\n\r\n" + body;
}

const std::string mixed = "multipart/mixed; boundary=b";

struct Case {
  const char* name;
  std::string message;
  const char *shape, *kinds;
};

class MimeTree : public testing::TestWithParam<Case> {};
void PrintTo(const Case& c, std::ostream* out) { *out << c.message; }

TEST_P(MimeTree, IsRead) {
  const Mime mime = read_mime(GetParam().message);
  EXPECT_EQ(shape(mime), GetParam().shape);
  EXPECT_EQ(kinds(mime), GetParam().kinds);
}

INSTANTIATE_TEST_SUITE_P(
    Table, MimeTree,
    testing::Values(
        Case{"Plain", "A: 1\r\n\r\nx", "text/plain", ""},
        Case{"Empty", "", "text/plain", "empty-message"},
        Case{"OnlyHeader", "A: 1\r\n", "text/plain", ""},
        Case{"OnlyText", "Hello\r\nworld\r\n", "text/plain", "not-a-field no-header"},
        Case{"TextThenEmptyLine", "Hello\r\n\r\nworld\r\n", "text/plain", "not-a-field no-header"},
        Case{"LineWithoutColon", "A: 1\r\nodd\r\nB: 2\r\n\r\nx", "text/plain", "not-a-field"},
        Case{"NoEmptyLine", "A: 1\r\nbody it is\r\n", "text/plain", "not-a-field no-header-end"},
        Case{"Mbox", "From a@b Mon Nov 23 14:02:11 2026\r\nA: 1\r\n\r\nx", "text/plain",
             "mbox-line"},
        Case{"Continuation", " a\r\nA: 1\r\n\r\nx", "text/plain", "continuation-first"},
        Case{"BadName", "A b: 1\r\nB: 1\r\n\r\nx", "text/plain", "bad-field-name"},
        Case{"SpaceBeforeColon", "A : 1\r\n\r\nx", "text/plain", "space-before-colon"},
        Case{"BadType", with_type("text", "x"), "text/plain", "bad-content-type"},
        Case{"NoVersion", "Content-Type: text/html\r\n\r\nx", "text/html", "missing-mime-version"},
        Case{"Two",
             with_type(mixed,
                       "--b\r\n\r\n1\r\n--b\r\nContent-Type: text/html\r\n\r\n2\r\n--b--\r\n"),
             "multipart/mixed[text/plain text/html]", ""},
        Case{"Nested",
             with_type(mixed,
                       "--b\r\nContent-Type: multipart/alternative; boundary=c\r\n\r\n"
                       "--c\r\n\r\n1\r\n--c\r\nContent-Type: text/html\r\n\r\n2\r\n--c--\r\n"
                       "--b\r\nContent-Type: image/png\r\n\r\nx\r\n--b--\r\n"),
             "multipart/mixed[multipart/alternative[text/plain text/html] image/png]", ""},
        Case{"InnerNotClosed",
             with_type(mixed,
                       "--b\r\nContent-Type: multipart/alternative; boundary=c\r\n\r\n"
                       "--c\r\n\r\n1\r\n--b\r\n\r\n2\r\n--b--\r\n"),
             "multipart/mixed[multipart/alternative[text/plain] text/plain]",
             "boundary-not-closed"},
        Case{"NeverClosed", with_type(mixed, "--b\r\n\r\n1\r\n--b\r\n\r\n2\r\n"),
             "multipart/mixed[text/plain text/plain]", "boundary-not-closed"},
        Case{"NoBoundary", with_type("multipart/mixed", "--b\r\n\r\n1\r\n--b--\r\n"),
             "multipart/mixed", "missing-boundary"},
        Case{"BoundaryNotFound", with_type(mixed, "text\r\n"), "multipart/mixed",
             "boundary-not-found"},
        Case{"LongerBoundary", with_type(mixed, "--b\r\n\r\n--bc\r\n--b--x\r\n--b--"),
             "multipart/mixed[text/plain]", ""},
        Case{"WhiteSpaceBehind", with_type(mixed, "--b \t\r\n\r\n1\r\n--b-- \r\n"),
             "multipart/mixed[text/plain]", ""},
        Case{"BareLf",
             "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\n1\n--b--\n",
             "multipart/mixed[text/plain]", ""},
        Case{"NoEmptyLineBeforeDelimiter",
             "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; "
             "boundary=b\r\n--b\r\n\r\n1\r\n--b--\r\n",
             "multipart/mixed[text/plain]", "no-header-end"},
        Case{"EmptyParts", with_type(mixed, "--b\r\n--b\r\n\r\n--b--\r\n"),
             "multipart/mixed[text/plain text/plain]", ""},
        Case{"HeaderWithoutBody", with_type(mixed, "--b\r\nContent-Type: text/html\r\n--b--\r\n"),
             "multipart/mixed[text/html]", ""},
        Case{"PartWithoutHeader", with_type(mixed, "--b\r\nHello\r\n--b--\r\n"),
             "multipart/mixed[text/plain]", "not-a-field no-header"},
        Case{"Digest",
             with_type("multipart/digest; boundary=b", "--b\r\n\r\nA: 1\r\n\r\nx\r\n--b--\r\n"),
             "multipart/digest[message/rfc822[text/plain]]", ""},
        Case{"Embedded", with_type("message/rfc822", "A: 1\r\nContent-Type: text/html\r\n\r\nx"),
             "message/rfc822[text/html]", ""},
        Case{"EmbeddedMultipart",
             with_type(mixed,
                       "--b\r\nContent-Type: message/rfc822\r\n\r\nContent-Type: "
                       "multipart/mixed; boundary=c\r\n\r\n--c\r\n\r\n1\r\n--c--\r\n--b--\r\n"),
             "multipart/mixed[message/rfc822[multipart/mixed[text/plain]]]", ""},
        Case{"EmbeddedEncoded",
             "MIME-Version: 1.0\r\nContent-Type: message/rfc822\r\nContent-Transfer-Encoding: "
             "base64\r\n\r\nQTogMQ0K\r\n",
             "message/rfc822", "encoded-container"},
        Case{"MultipartSaysBase64",
             "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n"
             "Content-Transfer-Encoding: base64\r\n\r\n--b\r\n\r\n1\r\n--b--\r\n",
             "multipart/mixed[text/plain]", "encoded-container"},
        Case{"BoundaryReused",
             with_type(mixed,
                       "--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
                       "--b\r\n\r\n1\r\n--b--\r\n--b--\r\n"),
             "multipart/mixed[multipart/mixed[text/plain]]", "boundary-reused"},
        Case{"BadBoundary",
             with_type("multipart/mixed; boundary=\"a\xc3\xbc\"",
                       "--a\xc3\xbc\r\n\r\n1\r\n--a\xc3\xbc--\r\n"),
             "multipart/mixed[text/plain]", "bad-boundary"},
        Case{"UnknownEncoding", "MIME-Version: 1.0\r\nContent-Transfer-Encoding: x-odd\r\n\r\nx",
             "text/plain", "unknown-encoding"},
        Case{"Epilogue", with_type(mixed, "pre\r\n--b\r\n\r\n1\r\n--b--\r\nepi\r\n--b\r\nno"),
             "multipart/mixed[text/plain]", ""}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST(Mime, RangesAreThoseOfTheMessage) {
  const std::string message = with_type(
      mixed, "pre\r\n--b\r\nA: 1\r\n\r\none\r\n\r\n--b\r\n\r\ntwo\r\n--b--\r\nepilogue\r\n");
  const Mime mime = read_mime(message);
  ASSERT_EQ(mime.parts.size(), 3u);
  EXPECT_EQ(mime.parts[0].header.of(message),
            "MIME-Version: 1.0\r\nContent-Type: " + mixed + "\r\n\r\n");
  EXPECT_EQ(mime.parts[0].body.end, message.size());
  EXPECT_EQ(mime.parts[1].header.of(message), "A: 1\r\n\r\n");
  EXPECT_EQ(mime.parts[1].body.of(message), "one\r\n");
  EXPECT_EQ(mime.parts[2].header.of(message), "\r\n");
  EXPECT_EQ(mime.parts[2].body.of(message), "two");
}

TEST(Mime, PartsLieWithinThoseTheyStandIn) {
  const std::string message = with_type(mixed,
                                        "--b\r\nContent-Type: multipart/mixed; "
                                        "boundary=c\r\n\r\n--c\r\n\r\n--b\r\n\r\nx\r\n--b--\r\n");
  const Mime mime = read_mime(message);
  ASSERT_EQ(shape(mime), "multipart/mixed[multipart/mixed[text/plain] text/plain]");
  EXPECT_EQ(mime.parts[2].body.of(message), "");
  EXPECT_LE(mime.parts[2].body.end, mime.parts[1].body.end);
  EXPECT_LE(mime.parts[1].body.end, mime.parts[3].header.begin);
}

TEST(Mime, SaysWhereADefectIs) {
  const std::string message = "A: 1\r\nodd\r\nB: 2\r\n\r\nx";
  const Mime mime = read_mime(message);
  ASSERT_EQ(mime.diagnostics.all().size(), 1u);
  EXPECT_EQ(mime.diagnostics.all()[0].offset, message.find("odd"));
}

TEST(Mime, KnowsWhatAPartIsFor) {
  struct {
    const char *header, *outer;
    Role role;
  } cases[] = {
      {"Content-Type: text/plain", "mixed", Role::text},
      {"Content-Type: text/html", "mixed", Role::html},
      {"Content-Type: text/plain; name=a.txt", "mixed", Role::attachment},
      {"Content-Type: text/plain\r\nContent-Disposition: attachment", "mixed", Role::attachment},
      {"Content-Type: text/plain\r\nContent-Disposition: odd", "mixed", Role::attachment},
      {"Content-Type: text/plain; name=a\r\nContent-Disposition: inline", "mixed", Role::text},
      {"Content-Type: application/pdf", "mixed", Role::attachment},
      {"Content-Type: application/pdf\r\nContent-Disposition: inline; filename=a", "mixed",
       Role::attachment},
      {"Content-Type: image/png\r\nContent-ID: <a@b>", "related", Role::inlined},
      {"Content-Type: image/png\r\nContent-ID: <a@b>", "mixed", Role::attachment},
      {"Content-Type: image/png\r\nContent-Disposition: inline", "mixed", Role::inlined},
      {"Content-Type: text/calendar", "alternative", Role::inlined},
      {"Content-Type: message/delivery-status", "report", Role::inlined},
      {"Content-Type: message/rfc822", "mixed", Role::attachment},
      {"Content-Type: message/rfc822", "report", Role::container},
      {"Content-Type: application/pgp-signature", "signed", Role::inlined},
  };
  for (const auto& c : cases) {
    const Mime mime = read_mime(with_type(
        "multipart/" + std::string(c.outer) + "; boundary=b",
        "--b\r\n\r\nfirst\r\n--b\r\n" + std::string(c.header) + "\r\n\r\nA: 1\r\n\r\nx\r\n--b--"));
    EXPECT_EQ(to_string(mime.parts.at(2).role), to_string(c.role)) << c.header << " in " << c.outer;
  }
}

TEST(Mime, AnEncryptedMailIsOneAttachment) {
  const Mime mime =
      read_mime(with_type("multipart/encrypted; boundary=b",
                          "--b\r\nContent-Type: application/pgp-encrypted\r\n\r\nV\r\n"
                          "--b\r\nContent-Type: application/octet-stream\r\n\r\nx\r\n--b--"));
  EXPECT_EQ(mime.parts.at(1).role, Role::inlined);
  EXPECT_EQ(mime.parts.at(2).role, Role::attachment);
  EXPECT_EQ(count_attachments(mime), 1u);
}

TEST(Mime, FileNamesAreDecoded) {
  struct {
    const char *header, *name;
  } cases[] = {
      {"Content-Disposition: attachment; filename=a.txt", "a.txt"},
      {"Content-Disposition: attachment; filename=\"a b;.txt\"", "a b;.txt"},
      {"Content-Disposition: attachment; filename=a b.txt", "a b.txt"},
      {"Content-Disposition: attachment; filename=copy(1).txt", "copy(1).txt"},
      {"Content-Disposition: attachment; filename*=utf-8''gr%C3%BC%C3%9Fe.txt", "grüße.txt"},
      {"Content-Disposition: attachment; filename*=iso-8859-1'de'gr%FC.txt", "grü.txt"},
      {"Content-Disposition: attachment; filename*0=a; filename*1=b", "ab"},
      {"Content-Disposition: attachment; filename*1=b; filename*0=a", "ab"},
      {"Content-Disposition: attachment; filename*0*=utf-8''%C3; filename*1*=%BC; filename*2=%41",
       "ü%41"},
      {"Content-Disposition: attachment; filename=x; filename*=utf-8''y", "y"},
      {"Content-Disposition: attachment; filename=\"=?utf-8?Q?=C3=BC?=\"", "ü"},
      {"Content-Disposition: attachment; filename=\"\xc3\xbc\"", "ü"},
      {"Content-Disposition: attachment; filename=\"\xfc\"", "ü"},
      {"Content-Type: text/x; name=n.txt\r\nContent-Disposition: attachment", "n.txt"},
      {"Content-Type: text/x", ""},
  };
  for (const auto& c : cases)
    EXPECT_EQ(read_mime(std::string(c.header) + "\r\n\r\nx").parts[0].file_name(), c.name)
        << c.header;
}

TEST(Mime, IsBounded) {
  const auto begin = std::chrono::steady_clock::now();
  std::string nested;
  for (int i = 0; i < 50'000; ++i)
    nested += "Content-Type: multipart/mixed; boundary=b" + std::to_string(i) + "\r\n\r\n--b" +
              std::to_string(i) + "\r\n";
  const Mime deep = read_mime(nested);
  EXPECT_EQ(deep.parts.size(), max_part_depth + 1);
  EXPECT_NE(kinds(deep).find("too-deep"), std::string::npos);

  std::string empty = with_type(mixed, "");
  for (int i = 0; i < 200'000; ++i) empty += "--b\r\n";
  const Mime many = read_mime(empty);
  EXPECT_EQ(many.parts.size(), max_parts);
  EXPECT_NE(kinds(many).find("too-many-parts"), std::string::npos);
  EXPECT_EQ(many.parts.front().body.end, empty.size());

  std::string messages;
  for (int i = 0; i < 50'000; ++i) messages += "Content-Type: message/rfc822\r\n\r\n";
  EXPECT_EQ(read_mime(messages).parts.size(), max_part_depth + 1);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10));
}

}  // namespace
}  // namespace mailrig
