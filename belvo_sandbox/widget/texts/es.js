/** @param {string[]} parts */
const list = (parts) => new Intl.ListFormat("es").format(parts);

export default {
  lang: "es",
  dialog: "Conecta tu cuenta",
  sandbox: "Local sandbox", // its name, in every language
  sandboxNote: "Personas y dinero inventados. No se contacta a ningún banco real.",
  back: "Atrás",
  close: "Cerrar",

  welcome: {
    title: (company) => (company ? `Conecta tu cuenta con ${company}` : "Conecta tu cuenta"),
    steps: (company) => [
      ["bank", "Busca tu institución", "Elígela en la lista."],
      ["key", "Entra con un usuario de prueba", "No escribas aquí datos bancarios reales: es un entorno de pruebas."],
      ["shield", "Comparte lo que aceptes", `${company || "La aplicación"} puede leer tus datos, no mover tu dinero.`],
    ],
    shared: (resources) => `Se comparte: ${list(resources)}.`,
    terms: (company) => `Condiciones de ${company || "la aplicación"}`,
    next: "Continuar",
  },

  resources: {
    ACCOUNTS: "cuentas",
    BILLS: "facturas de tarjeta",
    CURRENT_EMPLOYMENTS: "empleo actual",
    EMPLOYMENTS: "empleos",
    EMPLOYMENT_METRICS: "indicadores de empleo",
    EMPLOYMENT_RECORDS: "historial laboral",
    EXCHANGES: "operaciones de cambio",
    FINANCIAL_STATEMENTS: "estados financieros",
    INCOMES: "ingresos",
    INVESTMENTS: "inversiones",
    INVESTMENT_TRANSACTIONS: "movimientos de inversión",
    INVOICES: "facturas",
    OWNERS: "tu identidad",
    RECURRING_EXPENSES: "gastos recurrentes",
    RISK_INSIGHTS: "indicadores de riesgo",
    TAX_COMPLIANCE_STATUS: "cumplimiento fiscal",
    TAX_RETENTIONS: "retenciones",
    TAX_RETURNS: "declaraciones de impuestos",
    TAX_STATUS: "situación fiscal",
    TRANSACTIONS: "movimientos",
  },

  institutions: {
    title: "Busca tu institución",
    search: "Busca tu institución",
    placeholder: "Nombre de tu institución",
    loading: "Cargando las instituciones",
    found: (count) => (count === 1 ? "1 institución" : `${count} instituciones`),
    types: { bank: "Banco", fiscal: "Fiscal", employment: "Empleo" },
    down: "No disponible ahora",
    noMatch: (query) => `No hay resultados para «${query}»`,
    noMatchHelp: "Revisa la ortografía o busca una parte del nombre.",
    none: "No hay instituciones para elegir",
    noneHelp: "Ninguna institución del entorno de pruebas cumple lo que pidió la aplicación.",
    failed: "No se pudo cargar la lista",
    failedHelp: "Comprueba que la red y el entorno de pruebas funcionan e inténtalo de nuevo.",
    retry: "Intentar de nuevo",
  },

  credentials: {
    title: (institution) => `Entra en ${institution}`,
    again: (institution) => `Entra de nuevo en ${institution}`,
    againText: "La conexión sigue siendo la misma, y el usuario también. Escribe los datos de hoy.",
    submit: "Conectar",
    required: "Completa este campo",
    invalid: "Revisa este dato",
    optional: "Opcional",
    choose: "Elige…",
    show: "Mostrar",
    hide: "Ocultar",
    hint: (parts) => `Prueba ${parts.join(" / ")}`,
    fill: "Completar",
    login: (institution) => `${institution} rechazó estos datos. Revisa el usuario y la contraseña e inténtalo de nuevo.`,
    details: (institution) => `${institution} no puede aceptar estos datos. Revísalos e inténtalo de nuevo.`,
    strikes: "Más intentos fallidos pueden bloquear el usuario.",
  },

  consent: {
    title: (institution) => `Comparte tus datos de ${institution}`,
    text: (company, institution) => `${company} pide estos datos a ${institution}. Tú decides en ${institution}.`,
    company: "La aplicación",
    cpf: "CPF",
    cpfHelp: "El CPF tiene 11 dígitos",
    cnpj: "CNPJ",
    name: "Nombre",
    shared: "Qué se comparte",
    permissions: {
      REGISTER: "Quién eres: nombre, documentos, dirección",
      ACCOUNTS: "Cuentas: saldos, límites y transacciones",
      CREDIT_CARDS: "Tarjetas de crédito: límites, facturas y transacciones",
      CREDIT_OPERATIONS: "Préstamos y financiación: contratos y pagos",
    },
    purpose: "Para qué",
    duration: "Por cuánto tiempo",
    months: (months) => `${months} meses`,
    endless: "Hasta que lo retire",
    withdraw: "Puedes retirar el consentimiento cuando quieras.",
    terms: "Términos y condiciones",
    submit: "Continuar",
    asking: (institution) => `Preparando tu consentimiento en ${institution}`,
    askingText: "Tarda un momento.",
    finishing: (institution) => `Terminando en ${institution}`,
    finishingText: "Diste tu consentimiento. Se está creando la conexión.",
  },

  redirect: {
    title: (institution) => `Confirma en ${institution}`,
    text: (institution) => `Saldrás de esta página, elegirás en ${institution} qué cuentas compartir y volverás aquí.`,
    time: "Ve antes de 60 segundos; después tendrás que repetir este paso.",
    go: "Ir a la institución",
  },

  update: {
    looking: "Buscando la conexión",
    lookingText: "Tarda un momento.",
    title: "Tu conexión funciona de nuevo",
    text: (institution) => `${institution} está al día. No se conectó nada dos veces.`,
  },

  waiting: {
    title: (institution) => `Conectando con ${institution}`,
    text: "Entrando y pidiendo tus cuentas. Tarda unos segundos.",
    slow: "Seguimos esperando respuesta. Algunas instituciones tardan un minuto; puedes salir cuando quieras.",
  },

  token: {
    title: "Un paso más",
    text: (institution) => `${institution} pide un token para confirmar que eres tú.`,
    label: "Token",
    submit: "Confirmar",
    confirmed: "Ya lo confirmé",
    numeric: "Código para generar el token",
    qr: "Código QR para escanear",
    expires: (minutes) => (minutes === 1 ? "El token se acepta durante 1 minuto." : `El token se acepta durante ${minutes} minutos.`),
    wrong: "Este token no fue aceptado. Escribe uno nuevo.",
    required: "Escribe el token",
    hint: "Prueba 111111",
  },

  success: {
    title: "Tu cuenta está conectada",
    text: (institution, company) => `${institution} ya está conectada${company ? ` con ${company}` : ""}. Sus datos se están cargando en segundo plano.`,
    link: "Link",
    finish: "Finalizar",
    done: "Listo",
  },

  hosted: {
    success: {
      title: "Tu cuenta está conectada",
      text: "Puedes cerrar esta ventana y volver a la aplicación.",
    },
    exit: {
      title: "No se conectó nada",
      text: "Puedes cerrar esta ventana y volver a la aplicación.",
    },
    missing: {
      title: "Esta dirección no está completa",
      text: "No lleva un token de acceso. Vuelve a la aplicación y empieza de nuevo.",
    },
  },
  failures: {
    refused: {
      title: () => "No compartiste tus datos",
      text: (institution) => `Rechazaste en ${institution} y no se conectó nada. Puedes empezar de nuevo o usar otra institución.`,
    },
    late: {
      title: () => "Se acabó el minuto",
      text: (institution) => `El consentimiento se recoge antes de 60 segundos y no llegó a tiempo. No se conectó nada. Empieza de nuevo en ${institution}.`,
    },
    accounts: {
      title: () => "No se compartió ninguna cuenta",
      text: (institution) => `El consentimiento en ${institution} no incluye ninguna cuenta. Empieza de nuevo y elige al menos una.`,
    },
    renewal: {
      title: () => "Este consentimiento se renueva en otro lugar",
      text: (institution) => `Un consentimiento dado en ${institution} no se actualiza aquí. Pide uno nuevo a la aplicación.`,
    },
    down: {
      title: (institution) => `No se puede contactar con ${institution}`,
      text: () => "Está caída o en mantenimiento. No se conectó nada. Inténtalo más tarde o usa otra institución.",
    },
    inactive: {
      title: (institution) => `${institution} está desactivada`,
      text: () => "Por ahora no se puede conectar. Usa otra institución.",
    },
    sessions: {
      title: () => "Tienes otra sesión abierta",
      text: (institution) => `${institution} permite una sola sesión. Ciérrala, espera dos minutos e inténtalo de nuevo.`,
    },
    duplicated: {
      title: () => "Ya está conectada",
      text: (institution) => `Este usuario de ${institution} ya se conectó antes. No queda nada por hacer.`,
    },
    locked: {
      title: () => "Tu usuario está bloqueado",
      text: (institution) => `${institution} bloqueó este usuario y no se conectó nada. Pide a ${institution} que lo desbloquee y vuelve.`,
    },
    forbidden: {
      title: () => "Tu usuario no tiene acceso",
      text: (institution) => `${institution} no deja entrar a este usuario. Pide acceso a ${institution} o usa otra institución.`,
    },
    unsupported: {
      title: () => "Este tipo de acceso no funciona aquí",
      text: (institution) => `${institution} pide un token que no se puede transmitir. Usa otro usuario u otra institución.`,
    },
    expired: {
      title: () => "Se acabó el tiempo para el token",
      text: (institution) => `${institution} cerró la sesión. Entra de nuevo para recibir otro token.`,
    },
    timeout: {
      title: (institution) => `${institution || "El entorno de pruebas"} no respondió`,
      text: () => "La solicitud tardó demasiado y se abandonó. No se informó de ninguna conexión. Inténtalo de nuevo.",
    },
    token: {
      title: () => "Esta ventana ha caducado",
      text: () => "Su token de acceso dura diez minutos y sirve para una conexión. Vuelve a la aplicación y empieza de nuevo.",
    },
    setup: {
      title: () => "Se rechazó la configuración de esta aplicación",
      text: () => "Lo que escribiste está bien. Avisa a quienes hacen la aplicación: el campo de abajo no se puede usar así.",
    },
    network: {
      title: () => "Se perdió la conexión",
      text: () => "No llegó respuesta, así que no se sabe si la cuenta quedó conectada. Revisa la red e inténtalo de nuevo.",
    },
    unexpected: {
      title: () => "Ha habido un error",
      text: () => "Un error inesperado; no se informó de ninguna conexión. Inténtalo de nuevo. Si se repite, guarda los números de abajo para soporte.",
    },
  },

  actions: {
    retry: "Intentar de nuevo",
    institutions: "Usar otra institución",
    credentials: "Entrar de nuevo",
    leave: "Volver a la aplicación",
  },

  leaving: {
    title: "¿Salir ahora?",
    text: "Tu cuenta todavía no está conectada.",
    textLoggingIn: "La institución sigue trabajando. Si sales ahora, es posible que la cuenta quede conectada de todos modos.",
    stay: "Quedarme",
    leave: "Salir",
  },

  survey: {
    title: "¿Por qué te vas?",
    reasons: {
      looking: "Solo quería ver cómo es",
      missing: "Mi institución no está",
      trouble: "Algo no funcionó",
      trust: "Prefiero no compartir mis datos",
      other: "Otro motivo",
    },
    note: "El entorno de pruebas no guarda la respuesta.",
    send: "Enviar",
    skip: "Omitir",
  },
};
