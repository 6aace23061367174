// How each stack is told where to send. Those whose runtime is at hand are sent through by a test,
// tests/browser/snippets_test.mjs; of the others it checks that they name the right place.

export interface Place { host: string; port: number; url: string }
export interface Stack { name: string; file: string; code: (place: Place) => string }

export const stacks: Stack[] = [
  { name: 'curl', file: 'shell', code: ({ host, port }) => `printf 'Subject: Hello\\r\\n\\r\\nIt works.\\r\\n' |
  curl -sS smtp://${host}:${port} --mail-from app@shop.test \\
    --mail-rcpt ann@example.test --upload-file -` },
  { name: 'Python', file: 'send.py', code: ({ host, port }) => `import smtplib
from email.message import EmailMessage

message = EmailMessage()
message["From"] = "app@shop.test"
message["To"] = "ann@example.test"
message["Subject"] = "Hello"
message.set_content("It works.")
with smtplib.SMTP("${host}", ${port}) as smtp:
    smtp.send_message(message)` },
  { name: 'Node', file: 'nodemailer', code: ({ host, port }) => `import nodemailer from 'nodemailer';

const transport = nodemailer.createTransport({ host: '${host}', port: ${port}, secure: false });
await transport.sendMail({
  from: 'app@shop.test',
  to: 'ann@example.test',
  subject: 'Hello',
  text: 'It works.',
});` },
  { name: 'Laravel', file: '.env', code: ({ host, port }) => `MAIL_MAILER=smtp
MAIL_HOST=${host}
MAIL_PORT=${port}
MAIL_USERNAME=null
MAIL_PASSWORD=null
MAIL_FROM_ADDRESS=app@shop.test` },
  { name: 'Symfony', file: '.env', code: ({ host, port }) => `MAILER_DSN=smtp://${host}:${port}` },
  { name: 'Django', file: 'settings.py', code: ({ host, port }) => `EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = "${host}"
EMAIL_PORT = ${port}
EMAIL_USE_TLS = False` },
  { name: 'Rails', file: 'config/environments/development.rb', code: ({ host, port }) => `config.action_mailer.delivery_method = :smtp
config.action_mailer.smtp_settings = { address: "${host}", port: ${port} }` },
  { name: 'Spring', file: 'application.properties', code: ({ host, port }) => `spring.mail.host=${host}
spring.mail.port=${port}
spring.mail.properties.mail.smtp.auth=false
spring.mail.properties.mail.smtp.starttls.enable=false` },
  { name: 'PHP', file: 'php.ini', code: ({ host, port }) => `sendmail_path = "curl -sS smtp://${host}:${port} --mail-from app@shop.test --mail-rcpt ann@example.test --upload-file -"` },
  { name: 'Go', file: 'main.go', code: ({ host, port }) => `package main

import (
	"log"
	"net/smtp"
)

func main() {
	body := "Subject: Hello\\r\\n\\r\\nIt works.\\r\\n"
	err := smtp.SendMail("${host}:${port}", nil, "app@shop.test",
		[]string{"ann@example.test"}, []byte(body))
	if err != nil {
		log.Fatal(err)
	}
}` },
  { name: '.NET', file: 'Program.cs', code: ({ host, port }) => `using System.Net.Mail;

using var smtp = new SmtpClient("${host}", ${port});
smtp.Send("app@shop.test", "ann@example.test", "Hello", "It works.");` },
  { name: 'WordPress', file: 'wp-content/mu-plugins/mailrig.php', code: ({ host, port }) => `<?php
add_action('phpmailer_init', function ($mailer) {
    $mailer->isSMTP();
    $mailer->Host = '${host}';
    $mailer->Port = ${port};
    $mailer->SMTPAuth = false;
    $mailer->SMTPAutoTLS = false;
});` },
  { name: 'Docker', file: 'compose.yaml', code: ({ port }) => `services:
  mail:
    image: mailrig
    command: ["serve", "--bind", "0.0.0.0"]
    ports: ["127.0.0.1:8025:8025"]
  app:
    environment:
      SMTP_HOST: mail
      SMTP_PORT: "${port}"` },
  { name: 'Kubernetes', file: 'service.yaml', code: ({ port }) => `apiVersion: v1
kind: Service
metadata:
  name: mail
spec:
  selector: { app: mailrig }
  ports:
    - { name: smtp, port: ${port} }
    - { name: http, port: 8025 }` },
];
