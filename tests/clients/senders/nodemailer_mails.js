// Mails by nodemailer, all at once. Arguments: a JSON file of {"transport": {…}, "mails": [{…}]},
// as nodemailer's documentation calls them. Prints the responses as JSON; exit 1 if one was refused.
const fs = require('fs');
const nodemailer = require('nodemailer');

const asked = JSON.parse(fs.readFileSync(process.argv[2]));
const transport = nodemailer.createTransport(asked.transport);

Promise.all(asked.mails.map((mail) => transport.sendMail(mail)))
    .then((sent) => { console.log(JSON.stringify(sent.map((one) => one.response))); transport.close(); },
          (error) => { console.log(`${error.code}: ${error.message}`); transport.close(); process.exitCode = 1; });
