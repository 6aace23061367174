// One mail by nodemailer to SMTP_HOST:SMTP_PORT. Exit 0 if it was accepted, 1 if not.
const nodemailer = require('nodemailer');

const transport = nodemailer.createTransport({
  host: process.env.SMTP_HOST, port: Number(process.env.SMTP_PORT), secure: false, ignoreTLS: true});

transport.sendMail({from: 'shop@shop.test', to: process.argv[2], subject: 'Order 17', text: 'Thank you.'})
    .then(() => process.exit(0), (error) => { console.log(error.message); process.exit(1); });
