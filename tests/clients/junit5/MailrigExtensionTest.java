import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The extension as a test uses it. */
class MailrigExtensionTest {
  @RegisterExtension static final MailrigExtension mailrig = new MailrigExtension();

  /** Sends one mail; the last reply: what a mail library would do. */
  private static String send(String to, String subject) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", mailrig.smtpPort())) {
      BufferedReader in = new BufferedReader(
          new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      OutputStream out = socket.getOutputStream();
      String reply = in.readLine();
      for (String line : new String[] {"HELO test.example", "MAIL FROM:<shop@b.test>",
          "RCPT TO:<" + to + ">", "DATA",
          "Subject: " + subject + "\r\n\r\nYour code is 493817.\r\n."}) {
        out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        reply = in.readLine();
        if (reply.charAt(0) > '3') return reply;
      }
      return reply;
    }
  }

  @Test
  void aMailIsReceived() throws Exception {
    send("ann@b.test", "Welcome \"Ann\"");
    MailrigExtension.Message message = mailrig.waitForMessage(Map.of("to", "ann@b.test"), "10s");
    assertEquals("Welcome \"Ann\"", message.subject());
    assertTrue(message.text().contains("493817"));
    assertArrayEquals(
        "Subject: Welcome \"Ann\"\r\n\r\nYour code is 493817.\r\n".getBytes(), message.raw());
    assertEquals(1, mailrig.count(Map.of()));
  }

  @Test
  void aRuleIsArmed() throws Exception {
    mailrig.rules("{\"on\": \"rcpt\", \"nth\": \"1\", \"reply\": \"451 4.3.0 Try again later\"}");
    assertEquals("451 4.3.0 Try again later", send("bob@b.test", "One"));
    assertTrue(send("bob@b.test", "One").startsWith("250 "));
    assertEquals(1, mailrig.count(Map.of("to", "bob@b.test")));
  }

  @Test
  void aVerdictIsGiven() throws Exception {
    mailrig.rules("{\"on\": \"rcpt\", \"nth\": \"1\", \"reply\": \"451 4.3.0 Try again later\"}");
    send("bob@b.test", "One");
    send("bob@b.test", "One");
    String verdict = mailrig.verify("""
        [{"name": "tries again", "transaction": {}, "per": ["to"], "outcome": ["451", "250"]}]""");
    assertTrue(verdict.startsWith("{\"verdict\":\"pass\""), verdict);
  }

  @Test
  void aVerdictThatFailsSaysWhy() throws Exception {
    send("bob@b.test", "Hi");
    AssertionError error = assertThrows(AssertionError.class, () -> mailrig.verify("""
        [{"name": "welcomed", "message": {"to": "bbo@b.test"}},
         {"name": "welcomed once", "message": {"to": "bob@b.test"}, "count": 1},
         {"name": "tries again", "transaction": {}, "per": ["to"], "outcome": ["451", "250"]}]"""));
    assertEquals("""
        mailrig: POST /v1/verify: welcomed: nothing matched: none of 1 message had to bbo@b.test
          message m# came close: to is "bob@b.test", not "bbo@b.test"
          tries again: to bob@b.test: attempt 1 (t#) ended with 250, expected 451; \
        all were 250 (t#), expected 451, 250""",
        error.getMessage().replaceAll("\\b([mt])[0-9]+", "$1#"));
  }

  @Test
  void whatDoesNotComeIsExplained() throws Exception {
    send("typo@b.test", "Hi");
    AssertionError error = assertThrows(AssertionError.class,
        () -> mailrig.waitForMessage(Map.of("to", "tpyo@b.test"), "1ms"));
    assertTrue(error.getMessage().contains(
        " came close: to is \"typo@b.test\", not \"tpyo@b.test\""), error.getMessage());
  }

  @Test
  void aFaultyRuleIsRefusedWithItsPlace() {
    AssertionError error = assertThrows(AssertionError.class,
        () -> mailrig.rules("{\"on\": \"rcpt\", \"replay\": \"550 no\"}"));
    assertTrue(error.getMessage().contains("replay"), error.getMessage());
  }

  @Test
  void aServerThatCannotStartSaysWhy() {
    IllegalStateException error = assertThrows(IllegalStateException.class,
        () -> new MailrigExtension("--idle", "soon").beforeAll(null));
    assertTrue(error.getMessage().contains("--idle"), error.getMessage());
  }
}
