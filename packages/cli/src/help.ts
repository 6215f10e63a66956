/** What `patchbay --help` prints. */
export const help = `patchbay: check the configuration of integrations, see what a change of provider brings, begin an adapter

Usage
  patchbay check                       check the configuration, without a request to anyone
  patchbay swap <instance> <provider>  what another provider gains and loses, and what it needs
  patchbay new adapter <category> <provider>
                                       writes the package of a new adapter with its tests

Flags
  --config <file>         configuration file (default: patchbay.config.json, .ts, .js or .mjs here)
  --requirements <file>   module that exports the application's \`requirements\`
                          (default: the one that the configuration file names in "requirements")
  --needs <path=names>    requirements in place of a module, for example payments=create,refunds.create
  --folder <path>         new: where the package goes (default: packages/<category>/<provider> in Patchbay's own
                          repository, ./patchbay-<category>-<provider> elsewhere)
  --name <name>           new: what the package is called
  --only <operations>     new: declares these operations and no others, for example create,refunds.create
  --no-webhooks           new: for a vendor of payments or email that sends none
  --dry-run               new: lists the files and writes none
  --json                  print data instead of text
  --help, --version

Exit status: 0 all is well, 1 there are problems, 2 the command line is wrong.`;
