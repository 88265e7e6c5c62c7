/** @param {string[]} parts */
const list = (parts) => new Intl.ListFormat("en").format(parts);

export default {
  lang: "en",
  dialog: "Connect your account",
  sandbox: "Local sandbox",
  sandboxNote: "Made-up people and money. No real bank is contacted.",
  back: "Back",
  close: "Close",

  welcome: {
    title: (company) => (company ? `Connect your account to ${company}` : "Connect your account"),
    steps: (company) => [
      ["bank", "Find your institution", "Choose it from the list."],
      ["key", "Log in with a test user", "Never type real bank details here: this is a sandbox."],
      ["shield", "Share what you agree to", `${company || "The application"} can read your data. It can't move money.`],
    ],
    shared: (resources) => `Shared: ${list(resources)}.`,
    terms: (company) => `Terms of ${company || "the application"}`,
    next: "Continue",
  },

  resources: {
    ACCOUNTS: "accounts",
    BILLS: "bills",
    CURRENT_EMPLOYMENTS: "current employment",
    EMPLOYMENTS: "employment",
    EMPLOYMENT_METRICS: "employment metrics",
    EMPLOYMENT_RECORDS: "employment records",
    EXCHANGES: "exchange operations",
    FINANCIAL_STATEMENTS: "financial statements",
    INCOMES: "incomes",
    INVESTMENTS: "investments",
    INVESTMENT_TRANSACTIONS: "investment transactions",
    INVOICES: "invoices",
    OWNERS: "your identity",
    RECURRING_EXPENSES: "recurring expenses",
    RISK_INSIGHTS: "risk insights",
    TAX_COMPLIANCE_STATUS: "tax compliance",
    TAX_RETENTIONS: "tax retentions",
    TAX_RETURNS: "tax returns",
    TAX_STATUS: "tax status",
    TRANSACTIONS: "transactions",
  },

  institutions: {
    title: "Find your institution",
    search: "Search for your institution",
    placeholder: "Name of your institution",
    loading: "Loading the institutions",
    found: (count) => (count === 1 ? "1 institution" : `${count} institutions`),
    types: { bank: "Bank", fiscal: "Fiscal", employment: "Employment" },
    down: "Not available now",
    noMatch: (query) => `Nothing found for “${query}”`,
    noMatchHelp: "Check the spelling, or search for a part of the name.",
    none: "No institution to choose",
    noneHelp: "None of the sandbox's institutions fits what the application asked for.",
    failed: "The list could not be loaded",
    failedHelp: "Check that the network and the sandbox are running, then try again.",
    retry: "Try again",
  },

  credentials: {
    title: (institution) => `Log in to ${institution}`,
    again: (institution) => `Log in to ${institution} again`,
    againText: "The connection stays the same, and so does the user. Enter what is right today.",
    submit: "Connect",
    required: "Fill this in",
    invalid: "Check this entry",
    optional: "Optional",
    choose: "Choose…",
    show: "Show",
    hide: "Hide",
    hint: (parts) => `Try ${parts.join(" / ")}`,
    fill: "Fill in",
    login: (institution) => `${institution} refused this login. Check the user and the password, then try again.`,
    details: (institution) => `${institution} can't accept these details. Check them, then try again.`,
    strikes: "More wrong attempts can lock the user.",
  },

  consent: {
    title: (institution) => `Share your data from ${institution}`,
    text: (company, institution) => `${company} asks ${institution} for these data. You decide at ${institution}.`,
    company: "The application",
    cpf: "CPF",
    cpfHelp: "A CPF has 11 digits",
    cnpj: "CNPJ",
    name: "Name",
    shared: "What is shared",
    permissions: {
      REGISTER: "Who you are: name, documents, address",
      ACCOUNTS: "Accounts: balances, limits and transactions",
      CREDIT_CARDS: "Credit cards: limits, bills and transactions",
      CREDIT_OPERATIONS: "Loans and financing: contracts and payments",
    },
    purpose: "What for",
    duration: "For how long",
    months: (months) => `${months} months`,
    endless: "Until I withdraw it",
    withdraw: "You can withdraw the consent at any time.",
    terms: "Terms and conditions",
    submit: "Continue",
    asking: (institution) => `Preparing your consent at ${institution}`,
    askingText: "This takes a moment.",
    finishing: (institution) => `Finishing at ${institution}`,
    finishingText: "You have given your consent. The connection is being made.",
  },

  redirect: {
    title: (institution) => `Confirm at ${institution}`,
    text: (institution) => `You will leave this page, choose at ${institution} which accounts to share, and come back here.`,
    time: "Go within 60 seconds; after that you start this step again.",
    go: "Go to the institution",
  },

  update: {
    looking: "Looking up the connection",
    lookingText: "This takes a moment.",
    title: "Your connection works again",
    text: (institution) => `${institution} is up to date. Nothing was connected twice.`,
  },

  waiting: {
    title: (institution) => `Connecting to ${institution}`,
    text: "Logging in and asking for your accounts. This takes a few seconds.",
    slow: "Still waiting for an answer. Some institutions take a minute; you can leave at any time.",
  },

  token: {
    title: "One more step",
    text: (institution) => `${institution} asks for a token to confirm that it is you.`,
    label: "Token",
    submit: "Confirm",
    confirmed: "I have confirmed",
    numeric: "Code to make the token with",
    qr: "QR code to scan",
    expires: (minutes) => (minutes === 1 ? "The token is accepted for 1 minute." : `The token is accepted for ${minutes} minutes.`),
    wrong: "This token was not accepted. Enter a new one.",
    required: "Enter the token",
    hint: "Try 111111",
  },

  success: {
    title: "Your account is connected",
    text: (institution, company) => `${institution} is now linked${company ? ` to ${company}` : ""}. Its data are loading in the background.`,
    link: "Link",
    finish: "Finish",
    done: "Done",
  },

  hosted: {
    success: {
      title: "Your account is connected",
      text: "You can close this window and go back to the application.",
    },
    exit: {
      title: "Nothing was connected",
      text: "You can close this window and go back to the application.",
    },
    missing: {
      title: "This address is not complete",
      text: "It carries no access token. Go back to the application and start again.",
    },
  },
  failures: {
    refused: {
      title: () => "You did not share your data",
      text: (institution) => `You refused at ${institution}, so nothing was connected. You can begin again, or use another institution.`,
    },
    late: {
      title: () => "The minute is over",
      text: (institution) => `The consent has to be picked up within 60 seconds, and wasn't. Nothing was connected. Begin again at ${institution}.`,
    },
    accounts: {
      title: () => "No account was shared",
      text: (institution) => `The consent at ${institution} covers no account, so there is nothing to connect. Begin again and choose at least one.`,
    },
    renewal: {
      title: () => "This consent is renewed elsewhere",
      text: (institution) => `A consent given at ${institution} can't be updated here. Ask the application for a new one.`,
    },
    down: {
      title: (institution) => `${institution} can't be reached`,
      text: () => "It is down or being maintained. Nothing was connected. Try again later, or use another institution.",
    },
    inactive: {
      title: (institution) => `${institution} is switched off`,
      text: () => "It can't be connected for the time being. Use another institution.",
    },
    sessions: {
      title: () => "You are logged in elsewhere",
      text: (institution) => `${institution} allows one session at a time. Log out there, wait two minutes, then try again.`,
    },
    duplicated: {
      title: () => "Already connected",
      text: (institution) => `This user of ${institution} has been connected before. There is nothing left to do.`,
    },
    locked: {
      title: () => "Your user is locked",
      text: (institution) => `${institution} has locked this user, so nothing was connected. Ask ${institution} to unlock it, then come back.`,
    },
    forbidden: {
      title: () => "Your user has no access",
      text: (institution) => `${institution} doesn't let this user in. Ask ${institution} to allow it, or use another institution.`,
    },
    unsupported: {
      title: () => "This kind of login doesn't work here",
      text: (institution) => `${institution} wants a token that can't be passed on. Use another user or institution.`,
    },
    expired: {
      title: () => "The time for the token is over",
      text: (institution) => `${institution} has ended the login. Log in again to get a new token.`,
    },
    timeout: {
      title: (institution) => `${institution || "The sandbox"} didn't answer`,
      text: () => "The request took too long and was given up. Nothing was reported as connected. Try again.",
    },
    token: {
      title: () => "This window has expired",
      text: () => "Its access token lives for ten minutes and makes one connection. Go back to the application and start again.",
    },
    setup: {
      title: () => "This application's settings were refused",
      text: () => "Nothing you typed is wrong. Tell the application's makers: the field below can't be used as it was set.",
    },
    network: {
      title: () => "The connection was lost",
      text: () => "There was no answer, so it isn't known whether the account was connected. Check the network, then try again.",
    },
    unexpected: {
      title: () => "Something went wrong",
      text: () => "An unexpected error; nothing was reported as connected. Try again. If it happens again, keep the numbers below for support.",
    },
  },

  actions: {
    retry: "Try again",
    institutions: "Use another institution",
    credentials: "Log in again",
    leave: "Return to the application",
  },

  leaving: {
    title: "Leave now?",
    text: "Your account is not connected yet.",
    textLoggingIn: "The institution is still working on it. If you leave now, the account may be connected all the same.",
    stay: "Stay",
    leave: "Leave",
  },

  survey: {
    title: "Why are you leaving?",
    reasons: {
      looking: "I only wanted to have a look",
      missing: "My institution isn't there",
      trouble: "Something didn't work",
      trust: "I'd rather not share my data",
      other: "Another reason",
    },
    note: "The local sandbox doesn't keep the answer.",
    send: "Send",
    skip: "Skip",
  },
};
