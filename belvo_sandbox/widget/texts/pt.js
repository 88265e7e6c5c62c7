/** @param {string[]} parts */
const list = (parts) => new Intl.ListFormat("pt-BR").format(parts);

export default {
  lang: "pt-BR",
  dialog: "Conecte sua conta",
  sandbox: "Local sandbox", // its name, in every language
  sandboxNote: "Pessoas e dinheiro inventados. Nenhum banco real é contatado.",
  back: "Voltar",
  close: "Fechar",

  welcome: {
    title: (company) => (company ? `Conecte sua conta a ${company}` : "Conecte sua conta"),
    steps: (company) => [
      ["bank", "Encontre sua instituição", "Escolha na lista."],
      ["key", "Entre com um usuário de teste", "Nunca digite dados bancários reais aqui: este é um ambiente de testes."],
      ["shield", "Compartilhe o que aceitar", `${company || "O aplicativo"} pode ler seus dados, não mover seu dinheiro.`],
    ],
    shared: (resources) => `Compartilhado: ${list(resources)}.`,
    terms: (company) => `Termos de ${company || "uso do aplicativo"}`,
    next: "Continuar",
  },

  resources: {
    ACCOUNTS: "contas",
    BILLS: "faturas de cartão",
    CURRENT_EMPLOYMENTS: "emprego atual",
    EMPLOYMENTS: "empregos",
    EMPLOYMENT_METRICS: "indicadores de emprego",
    EMPLOYMENT_RECORDS: "histórico profissional",
    EXCHANGES: "operações de câmbio",
    FINANCIAL_STATEMENTS: "demonstrações financeiras",
    INCOMES: "rendas",
    INVESTMENTS: "investimentos",
    INVESTMENT_TRANSACTIONS: "movimentações de investimentos",
    INVOICES: "notas fiscais",
    OWNERS: "sua identidade",
    RECURRING_EXPENSES: "despesas recorrentes",
    RISK_INSIGHTS: "indicadores de risco",
    TAX_COMPLIANCE_STATUS: "regularidade fiscal",
    TAX_RETENTIONS: "retenções",
    TAX_RETURNS: "declarações de imposto",
    TAX_STATUS: "situação fiscal",
    TRANSACTIONS: "transações",
  },

  institutions: {
    title: "Encontre sua instituição",
    search: "Busque sua instituição",
    placeholder: "Nome da sua instituição",
    loading: "Carregando as instituições",
    found: (count) => (count === 1 ? "1 instituição" : `${count} instituições`),
    types: { bank: "Banco", fiscal: "Fiscal", employment: "Emprego" },
    down: "Indisponível agora",
    noMatch: (query) => `Nada encontrado para “${query}”`,
    noMatchHelp: "Confira a grafia ou busque parte do nome.",
    none: "Nenhuma instituição para escolher",
    noneHelp: "Nenhuma instituição do ambiente de testes atende ao que o aplicativo pediu.",
    failed: "Não foi possível carregar a lista",
    failedHelp: "Verifique se a rede e o ambiente de testes estão funcionando e tente de novo.",
    retry: "Tentar de novo",
  },

  credentials: {
    title: (institution) => `Entre em ${institution}`,
    again: (institution) => `Entre de novo em ${institution}`,
    againText: "A conexão continua a mesma, e o usuário também. Digite os dados de hoje.",
    submit: "Conectar",
    required: "Preencha este campo",
    invalid: "Confira este dado",
    optional: "Opcional",
    choose: "Escolha…",
    show: "Mostrar",
    hide: "Ocultar",
    hint: (parts) => `Tente ${parts.join(" / ")}`,
    fill: "Preencher",
    login: (institution) => `${institution} recusou este acesso. Confira o usuário e a senha e tente de novo.`,
    details: (institution) => `${institution} não pode aceitar estes dados. Confira e tente de novo.`,
    strikes: "Mais tentativas erradas podem bloquear o usuário.",
  },

  consent: {
    title: (institution) => `Compartilhe seus dados de ${institution}`,
    text: (company, institution) => `${company} pede estes dados a ${institution}. Você decide em ${institution}.`,
    company: "O aplicativo",
    cpf: "CPF",
    cpfHelp: "O CPF tem 11 dígitos",
    cnpj: "CNPJ",
    name: "Nome",
    shared: "O que será compartilhado",
    permissions: {
      REGISTER: "Quem você é: nome, documentos, endereço",
      ACCOUNTS: "Contas: saldos, limites e transações",
      CREDIT_CARDS: "Cartões de crédito: limites, faturas e transações",
      CREDIT_OPERATIONS: "Empréstimos e financiamentos: contratos e pagamentos",
    },
    purpose: "Para quê",
    duration: "Por quanto tempo",
    months: (months) => `${months} meses`,
    endless: "Indeterminado",
    withdraw: "Você pode cancelar o consentimento quando quiser.",
    terms: "Termos e condições",
    submit: "Continuar",
    asking: (institution) => `Preparando seu consentimento em ${institution}`,
    askingText: "Leva um momento.",
    finishing: (institution) => `Finalizando em ${institution}`,
    finishingText: "Você deu seu consentimento. A conexão está sendo criada.",
  },

  redirect: {
    title: (institution) => `Confirme em ${institution}`,
    text: (institution) => `Você sairá desta página, escolherá em ${institution} quais contas compartilhar e voltará para cá.`,
    time: "Vá em até 60 segundos; depois disso será preciso repetir este passo.",
    go: "Ir para a instituição",
  },

  update: {
    looking: "Procurando a conexão",
    lookingText: "Leva um momento.",
    title: "Sua conexão funciona de novo",
    text: (institution) => `${institution} está em dia. Nada foi conectado duas vezes.`,
  },

  waiting: {
    title: (institution) => `Conectando a ${institution}`,
    text: "Entrando e pedindo suas contas. Leva alguns segundos.",
    slow: "Ainda esperando a resposta. Algumas instituições levam um minuto; você pode sair quando quiser.",
  },

  token: {
    title: "Mais um passo",
    text: (institution) => `${institution} pede um token para confirmar que é você.`,
    label: "Token",
    submit: "Confirmar",
    confirmed: "Já confirmei",
    numeric: "Código para gerar o token",
    qr: "Código QR para escanear",
    expires: (minutes) => (minutes === 1 ? "O token é aceito por 1 minuto." : `O token é aceito por ${minutes} minutos.`),
    wrong: "Este token não foi aceito. Digite um novo.",
    required: "Digite o token",
    hint: "Tente 111111",
  },

  success: {
    title: "Sua conta está conectada",
    text: (institution, company) => `${institution} agora está conectada${company ? ` a ${company}` : ""}. Os dados estão sendo carregados em segundo plano.`,
    link: "Link",
    finish: "Finalizar",
    done: "Concluir",
  },

  hosted: {
    success: {
      title: "Sua conta está conectada",
      text: "Você pode fechar esta janela e voltar ao aplicativo.",
    },
    exit: {
      title: "Nada foi conectado",
      text: "Você pode fechar esta janela e voltar ao aplicativo.",
    },
    missing: {
      title: "Este endereço não está completo",
      text: "Ele não traz um token de acesso. Volte ao aplicativo e comece de novo.",
    },
  },
  failures: {
    refused: {
      title: () => "Você não compartilhou seus dados",
      text: (institution) => `Você recusou em ${institution} e nada foi conectado. É possível começar de novo ou usar outra instituição.`,
    },
    late: {
      title: () => "O minuto acabou",
      text: (institution) => `O consentimento precisa ser recebido em até 60 segundos, e não foi. Nada foi conectado. Comece de novo em ${institution}.`,
    },
    accounts: {
      title: () => "Nenhuma conta foi compartilhada",
      text: (institution) => `O consentimento em ${institution} não inclui nenhuma conta. Comece de novo e escolha pelo menos uma.`,
    },
    renewal: {
      title: () => "Este consentimento é renovado em outro lugar",
      text: (institution) => `Um consentimento dado em ${institution} não é atualizado aqui. Peça um novo ao aplicativo.`,
    },
    down: {
      title: (institution) => `Não foi possível contatar ${institution}`,
      text: () => "Está fora do ar ou em manutenção. Nada foi conectado. Tente mais tarde ou use outra instituição.",
    },
    inactive: {
      title: (institution) => `${institution} está desativada`,
      text: () => "Por enquanto não pode ser conectada. Use outra instituição.",
    },
    sessions: {
      title: () => "Você tem outra sessão aberta",
      text: (institution) => `${institution} permite uma sessão por vez. Saia da outra, espere dois minutos e tente de novo.`,
    },
    duplicated: {
      title: () => "Já está conectada",
      text: (institution) => `Este usuário de ${institution} já foi conectado. Não há mais nada a fazer.`,
    },
    locked: {
      title: () => "Seu usuário está bloqueado",
      text: (institution) => `${institution} bloqueou este usuário e nada foi conectado. Peça a ${institution} para desbloquear e volte.`,
    },
    forbidden: {
      title: () => "Seu usuário não tem acesso",
      text: (institution) => `${institution} não deixa este usuário entrar. Peça acesso a ${institution} ou use outra instituição.`,
    },
    unsupported: {
      title: () => "Este tipo de acesso não funciona aqui",
      text: (institution) => `${institution} pede um token que não pode ser transmitido. Use outro usuário ou outra instituição.`,
    },
    expired: {
      title: () => "Acabou o tempo para o token",
      text: (institution) => `${institution} encerrou o acesso. Entre de novo para receber outro token.`,
    },
    timeout: {
      title: (institution) => `${institution || "O ambiente de testes"} não respondeu`,
      text: () => "A solicitação demorou demais e foi abandonada. Nenhuma conexão foi informada. Tente de novo.",
    },
    token: {
      title: () => "Esta janela expirou",
      text: () => "O token de acesso dura dez minutos e serve para uma conexão. Volte ao aplicativo e comece de novo.",
    },
    setup: {
      title: () => "A configuração deste aplicativo foi recusada",
      text: () => "O que você digitou está certo. Avise quem faz o aplicativo: o campo abaixo não pode ser usado assim.",
    },
    network: {
      title: () => "A conexão foi perdida",
      text: () => "Não houve resposta, então não se sabe se a conta foi conectada. Verifique a rede e tente de novo.",
    },
    unexpected: {
      title: () => "Ocorreu um erro",
      text: () => "Um erro inesperado; nenhuma conexão foi informada. Tente de novo. Se acontecer outra vez, guarde os números abaixo para o suporte.",
    },
  },

  actions: {
    retry: "Tentar de novo",
    institutions: "Usar outra instituição",
    credentials: "Entrar de novo",
    leave: "Voltar ao aplicativo",
  },

  leaving: {
    title: "Sair agora?",
    text: "Sua conta ainda não está conectada.",
    textLoggingIn: "A instituição ainda está trabalhando. Se você sair agora, a conta pode acabar conectada mesmo assim.",
    stay: "Ficar",
    leave: "Sair",
  },

  survey: {
    title: "Por que você está saindo?",
    reasons: {
      looking: "Eu só queria dar uma olhada",
      missing: "Minha instituição não está na lista",
      trouble: "Algo não funcionou",
      trust: "Prefiro não compartilhar meus dados",
      other: "Outro motivo",
    },
    note: "O ambiente de testes não guarda a resposta.",
    send: "Enviar",
    skip: "Pular",
  },
};
