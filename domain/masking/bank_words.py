"""Words that banks write on everybody's statements, in Spanish, Portuguese and English, without case and accents.

No name of a person is among them, though it be a word as well: Luz, Cruz, Leon or Paz stay names.
"""

_SALARY = """
    aguinaldo finiquito folha haberes nomina nominas nom ordenado ordenados payroll proventos quincena
    remuneracion remuneracao remuneraciones salario salarios salary sueldo sueldos vencimentos wage wages
"""

SALARY_WORDS = frozenset(word for word in _SALARY.split())
"""What somebody is paid by an employer goes by these."""

_SPANISH = """
    a abonado abono abonos cargado cobrado depositado pagado transferido actual administracion ahorro ahorros
    ajuste ajustes al amortizacion anual anualidad anulacion anulado anticipo aplicacion apertura aportacion
    automatica automatico autorizacion autorizado autorizada aviso banca banco bancaria bancario beneficiario
    boleto bonificacion bonificaciones boveda cajero cambio canal cancelacion cargo cargos casa celular centavos
    cheque cheques ciudad clabe clave cliente cobranza cobro cobros codigo combustible comercio comision
    comisiones compra compras comprobante concepto con consumo consulta contado contra contrato corte corriente
    credito creditos cuenta cuentas cuota cuotas de debito departamento deposito depositos desde despensa
    detalle devolucion devoluciones dia diario dias diferido digital dinero directo disposicion divisas
    domiciliacion domiciliado dolar dolares e efectivo el electronica electronico emision empresa en envio
    enviado enviada escolar especial establecimiento estado este exento extra extranjero factura farmacia fecha
    federal fiscal fiscales folio fondo fondos fuente ganados gas gasolina gasolinera gastos general giro
    gobierno honorarios hora hotel impuesto impuestos inicial instantaneo interbancaria interbancario intereses
    interes internacional internet inversion inversiones iva isr la las liquidacion linea local los luego manejo
    mantenimiento mas membresia mensual mensualidad mercancia mes meses mexico minimo moneda monto movimiento
    movil multa multas nacional no nombre normal nota numero operacion ordenante ordinario ordinarios orden orig
    origen oro otro otros pago pagos para parcial parcialidad participacion pendiente pension periodo permanente
    personal perfiles pesos plan plazo plazos por portabilidad posterior prepago prestamo prestamos prestacion
    previo prima proceso programado programada promocion propia propias propio punto que quincenal rechazado
    recarga recargas recargo recargos recibida recibido recibo recibos recompensa reembolso ref referencia
    refinanciamiento reintegro remesa rendimiento rendimientos renta restaurante retencion retiro retiros
    reversa reverso saldo se seguro seguros semanal ser servicio servicios sin sobre sobregiro sobregiros
    solicitud spei spid su sucursal super supermercado suscripcion tarifa tarjeta tarjetas tasa taxi telefonia
    telefono tercero terceros terminal tienda tipo titular total transaccion transferencia transferencias
    traspaso traspasos tu u un una universal vale vales valor venta ventanilla via viaje viajes vida virtual
    vivienda y agua empresarial dispersion pagare estacionamiento farmacias inmobiliaria colegiatura escuela
    universidad hospital clinica reembolsos clasificar
"""

_PORTUGUESE = """
    agencia ajuste antecipacao ao aplicacao aplicacoes as assinatura ate atm automatico autoatendimento banco
    boleto caixa cambio cartao cartoes cash cashback chave cheque cobranca com comissao compra compras conta
    contas corrente cotas creditado credito da das de debito deposito depositos despesa despesas devolucao
    dinheiro do doc dos drogaria e eletronica eletronico em emissao emprestimo encargos entrada entre enviada
    enviado especial estorno farmacia fatura faturas fgts financiamento fundo fundos gasolina imposto impostos
    inss internacional internet investimento investimentos iof ir irrf juros lancamento limite loja loterica
    mais manutencao maquina mensal mensalidade mesma mesmo mora multa nacional na nas no nos numero os ou outra
    outros pacote padrao pagamento pagamentos para parcela parcelado parcelas pagto pela pelo periodo pix
    platinum plano posto poupanca prestacao previdencia qr qrcode recarga recebida recebido recebimento
    reembolso rendimento rendimentos renda resgate restaurante rotativo saida saldo saque saques seguro seguros
    servico servicos sobre supermercado tarifa tarifas taxa taxas ted telefone titulo tit transf transferencia
    transferencias tributo tributos troco uso via viagem aluguel padaria condominio energia escola
"""

_ENGLISH = """
    account ach adjustment amount and annual at atm auto automatic bank basic bill branch by card cash charge
    charges check checking classic closing credit date debit deposit direct domestic fee fees food for foreign
    from fund funds gold in insurance interest international internet investment late limit line loan loans
    maintenance mobile money monthly mortgage of on online order outgoing incoming overdraft payment payments
    platinum plus point premium purchase received recurring refund rent reversal sale savings sent service
    services standard statement store subscription tax the to transaction transfer withdrawal with unclassified
    business commercial current signature infinite basica clasica joven visa mastercard amex maestro elo
    hipercard contactless nfc pos tpv mx br cl co usd eur mxn brl cop clp uf udi dol app web com www http https
    inc
"""

_ABBREVIATIONS = """
    abo ant aut bco cb cd cfdi cgo clc cnta com cpa cta ctas ctte cuo dep disp div efe efvo est fac fec fol gto
    imp int intb inv isn mn mov mto nal nav num op opr ord pag pmt prest prom prov pto rec recib ret rfc rut cpf
    cnpj curp sdo ser serv susc suc tdc tdd tef tel trans transfer transfers transf trasp trf trn ttl txn vta
    xfer ch cr db dr
"""

_CALENDAR = """
    ene enero feb febrero marzo abr abril mayo jun junio jul julio ago agosto sep sept septiembre oct octubre
    nov noviembre dic diciembre janeiro fevereiro marco maio junho julho setembro outubro novembro dezembro jan
    apr aug dec january february march june july august september october november december lunes martes
    miercoles jueves viernes sabado
"""

BANK_WORDS = SALARY_WORDS | frozenset(
    word for words in (_SPANISH, _PORTUGUESE, _ENGLISH, _ABBREVIATIONS, _CALENDAR) for word in words.split()
)

PLACES = (
    *("Aguascalientes", "Cancun", "Ciudad de Mexico", "Ciudad Juarez", "Culiacan", "Guadalajara", "Hermosillo"),
    *("Mexicali", "Monterrey", "Nuevo Leon", "Puebla", "Queretaro", "San Luis Potosi", "Tijuana", "Toluca"),
    *("Belo Horizonte", "Brasilia", "Curitiba", "Florianopolis", "Fortaleza", "Goiania", "Manaus", "Porto Alegre"),
    *("Recife", "Rio de Janeiro", "Salvador BA", "Sao Paulo", "Barranquilla", "Bogota", "Bucaramanga", "Cali"),
    *("Medellin", "Antofagasta", "Santiago de Chile", "Valparaiso", "Vina del Mar"),
)
"""Where things are bought; their names stand as a whole, since a part of one may be somebody's."""
